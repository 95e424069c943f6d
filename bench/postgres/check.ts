import { existsSync, readFileSync } from 'node:fs';
import type pg from 'pg';
import type { Finding } from './drills.ts';

/** What must never be there; each gives rows only where it is. */
const WRONG = {
  holes: `select room_key from messages group by 1
    having count(*) <> max(seq) or min(seq) <> 1 or count(distinct change_seq) <> max(change_seq)`,
  'heads that are not the newest': `select h.room_key from room_heads h
    left join (select room_key, max(seq) as seq, max(change_seq) as change_seq from messages group by 1) m using (room_key)
    where h.last_seq <> coalesce(m.seq, 0) or h.change_seq <> coalesce(m.change_seq, 0)`,
  'times or numbers that fall': `select room_key from (
      select room_key, created_at - lag(created_at) over w as ms, number - lag(number) over w as step
      from messages window w as (partition by room_key order by seq)) steps
    where ms < 0 or step <= 0`,
};

/** Whether the log has neither hole nor double, and each acknowledged message at its acknowledged seq. */
export async function check(
  client: pg.Client,
  writers: readonly { readonly log: string }[],
): Promise<Finding> {
  const wrong: string[] = [];
  for (const [what, text] of Object.entries(WRONG)) {
    const { rowCount } = await client.query(text);
    if (rowCount !== 0) wrong.push(`${what}: ${rowCount}`);
  }
  const { rows } = await client.query<{ room_key: string; seq: string; id: string }>(
    'select room_key, seq, id from messages',
  );
  const stored = new Map(rows.map(({ room_key, seq, id }) => [`${room_key} ${seq}`, id]));
  let [acknowledged, lost] = [0, 0];
  for (const { log } of writers) {
    if (!existsSync(log)) continue;
    for (const line of readFileSync(log, 'utf8').split('\n')) {
      const [room, seq, id, outcome] = line.split(' ');
      // The last line of a writer that was killed may be half a one.
      if (outcome !== 'new' && outcome !== 'again') continue;
      acknowledged++;
      const found = stored.get(`${room} ${seq}`);
      if (found === undefined || (outcome === 'new' && found !== id)) lost++;
    }
  }
  if (lost > 0) wrong.push(`acknowledged and not there: ${lost}`);
  const text = `${rows.length} stored, ${acknowledged} acknowledged; ${wrong.join('; ') || 'no hole, no double, nothing lost'}`;
  return { text, isRight: wrong.length === 0 && acknowledged > 0 };
}
