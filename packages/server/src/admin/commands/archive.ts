import { KoineError } from '@koine/contract';
import { Count, OrNull, Text } from '@koine/contract/admin';
import Type from 'typebox';
import type { ArchivePage } from '../../core/archive/export.ts';
import { ArchiveCursor, ArchivedRoom, ArchiveHeader, ArchiveLine } from '../archive-schema.ts';
import { adminCommand } from '../command.ts';

const Page = Type.Unsafe<ArchivePage>(
  Type.Object({
    lines: Type.Array(Type.Object({ type: Type.String() })),
    next: OrNull(ArchiveCursor),
  }),
);

export const ARCHIVE = {
  beginExport: adminCommand({
    name: 'begin-export',
    about: 'The first lines of the archive of an app, or of a room by id or uid.',
    level: 'operator',
    input: Type.Object({ app: Type.Optional(Text), room: Type.Optional(Text) }),
    output: Page,
    audit: ({ app = null, room = null }) => ({ appId: app, roomId: room }),
    async run({ core, actor }, { app, room }) {
      if (room !== undefined && app === undefined) return core.exporter.begin(actor, { room });
      if (app !== undefined && room === undefined)
        return core.exporter.begin(actor, { appId: app });
      throw new KoineError('invalidInput', { field: 'room' }, 'Name either a room or an app');
    },
  }),
  continueExport: adminCommand({
    name: 'continue-export',
    about: 'The lines after a cursor.',
    level: 'operator',
    input: Type.Object({ cursor: ArchiveCursor }),
    output: Page,
    // Its beginning is in the log.
    audit: null,
    run: ({ core, actor }, { cursor }) => core.exporter.page(actor, cursor),
  }),
  importLines: adminCommand({
    name: 'import',
    about: 'Imports some lines of an archive; skips what exists.',
    level: 'operator',
    input: Type.Object({
      header: ArchiveHeader,
      app: OrNull(Text),
      room: OrNull(ArchivedRoom),
      lines: Type.Array(ArchiveLine, { maxItems: 5000 }),
    }),
    output: Type.Object({
      made: Type.Object({
        user: Count,
        room: Count,
        message: Count,
        member: Count,
        sanction: Count,
      }),
      known: Count,
      notes: Type.Array(Type.String()),
      key: OrNull(Text),
      stopped: OrNull(Type.Object({ index: Count, why: Type.String() })),
    }),
    audit: ({ header, app, room, lines }, done) => ({
      appId: app ?? header.app.id,
      roomId: room?.id ?? null,
      details: { lines: lines.length, made: done === null ? null : { ...done.made } },
    }),
    async run({ core, actor }, { header, app, room, lines }) {
      const imported = await core.importer.import(actor, { header, appId: app, room, lines });
      return { ...imported, made: { ...imported.made }, notes: [...imported.notes] };
    },
  }),
};
