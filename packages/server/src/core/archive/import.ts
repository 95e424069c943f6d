import {
  type App,
  DEFAULT_APP_ID,
  ERRORS,
  KoineError,
  type Limits,
  type Room,
} from '@koine/contract';
import type { Actor } from '../actor.ts';
import type { Apps } from '../apps.ts';
import { assertOperator } from '../authority.ts';
import { assertId } from '../ids.ts';
import type { NameGuard } from '../name-guard.ts';
import type { Stores } from '../ports/stores.ts';
import type { Bus, Clock, Secrets } from '../ports/world.ts';
import { fitName } from '../text.ts';
import type { ArchiveHeader, ArchiveLine } from './lines.ts';
import { PartImport } from './part-import.ts';

/** Some lines of an archive, with what has to be known of the lines before them. */
export interface ImportPart {
  readonly header: ArchiveHeader;
  /** The app to import into; `null`: the archive's own. Another one gets copies, under ids of their own. */
  readonly appId: string | null;
  /** The room whose line was the last before this part. */
  readonly room: Room | null;
  readonly lines: readonly ArchiveLine[];
}

export interface Imported {
  /** What was made, by the kind of line. */
  readonly made: Readonly<Record<ArchiveLine['type'], number>>;
  /** What was there already. */
  readonly known: number;
  /** What the operator should know, each a sentence. */
  readonly notes: readonly string[];
  /** The key of the app, when it was made; shown once. */
  readonly key: string | null;
  /** The line (from 0) that could not be imported: those before it are in, it and those behind it are not. */
  readonly stopped: { readonly index: number; readonly why: string } | null;
}

export interface ImportDeps {
  readonly stores: Pick<
    Stores,
    'apps' | 'rooms' | 'users' | 'members' | 'messages' | 'sanctions' | 'epoch'
  >;
  readonly apps: Pick<Apps, 'create'>;
  readonly names: Pick<NameGuard, 'taken'>;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly secrets: Pick<Secrets, 'hashToken'>;
  readonly limits: Pick<Limits, 'reactorsPerMessageMax'>;
}

/**
 * Makes of an archive's lines what is not there yet; what is there stays as it is. So an import that was cut short is
 * completed by running it again, and running it twice doubles nothing. Messages come in at the end of their room, in
 * their order, with numbers of their own, and are announced like any others. Nothing is kept between two parts, so memory is
 * bounded at both ends. Copies into another app have ids derived from the old ones, so that they too are known again.
 */
export class Importer {
  readonly #deps: ImportDeps;

  constructor(deps: ImportDeps) {
    this.#deps = deps;
  }

  /** Rejects with `appNotFound`, or when storage fails: what was done by then stays, and may be done again. */
  async import(actor: Actor, part: ImportPart): Promise<Imported> {
    assertOperator(actor, 'operator');
    for (const id of [part.header.app.id, part.appId]) if (id !== null) assertId(id, 'app');
    const { app, key } = await this.#app(actor, part);
    const work = new PartImport(this.#deps, part.header.app.id, app.id);
    let index = 0;
    try {
      if (part.room !== null) await work.resume(part.room);
      for (const line of part.lines) {
        await work.add(line, index);
        index += 1;
      }
      await work.flush();
    } catch (error) {
      const why = refusal(error);
      // The messages that wait before a line that is refused go in all the same; else it was they that are refused.
      const ofWaiting = await work.flush().then(() => null, refusal);
      const stopped =
        ofWaiting === null ? { index, why } : { index: work.pendingIndex ?? index, why: ofWaiting };
      return { ...work.report, key, stopped };
    }
    return { ...work.report, key, stopped: null };
  }

  /** An app's archive brings its app; a room's needs one that is there. */
  async #app(
    actor: Actor,
    { header, appId }: ImportPart,
  ): Promise<{ readonly app: Pick<App, 'id'>; readonly key: string | null }> {
    const id = appId ?? header.app.id;
    if (id === DEFAULT_APP_ID) return { app: { id }, key: null };
    const app = await this.#deps.stores.apps.find(id);
    if (app !== null) return { app, key: null };
    if (header.scope === 'app' && id === header.app.id)
      return this.#deps.apps.create(actor, fitName(header.app.name, id), id);
    throw new KoineError('appNotFound', {}, `There is no app ${id} here`);
  }
}

/** What is wrong with a line, in words; throws any other error again. */
function refusal(error: unknown): string {
  if (error instanceof KoineError && !ERRORS[error.code].isRetryable) return error.message;
  throw error;
}
