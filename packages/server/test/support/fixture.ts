import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Type, { type Static } from 'typebox';
import { tempDirectory } from '../../src/testing/temp-directory.ts';
import { parseJson, reader } from '../clients/reader.ts';

const directory = fileURLToPath(new URL('../../../../test/fixtures/0.1.0/', import.meta.url));

const Account = Type.Object({ uid: Type.String(), token: Type.String() });
const Facts = Type.Object({
  secret: Type.String(),
  rooms: Type.Object({
    bridged: Type.String(),
    bridgedUid: Type.String(),
    private: Type.String(),
    other: Type.String(),
    twins: Type.String(),
    community: Type.String(),
    sandbox: Type.String(),
  }),
  keys: Type.Object({ sandbox: Type.String(), other: Type.String(), otherSecond: Type.String() }),
  accounts: Type.Object({ olga: Account, mira: Account, spammer: Account, guest: Account }),
});
const readFacts = reader(Facts);

/** A data directory of its own with the database of 0.1.0 in it, for `startTestServer({ data })`. */
export interface Fixture extends AsyncDisposable {
  readonly data: string;
  /** Ids, keys and tokens of what is in it. */
  readonly facts: Static<typeof Facts>;
}

export async function openFixture(): Promise<Fixture> {
  const { path, [Symbol.asyncDispose]: dispose } = await tempDirectory();
  await copyFile(join(directory, 'koine.db'), join(path, 'koine.db'));
  const facts = readFacts(parseJson(await readFile(join(directory, 'facts.json'), 'utf8')));
  return { data: path, facts, [Symbol.asyncDispose]: dispose };
}
