import type { CommunityContext } from '../context.ts';
import { badRequest } from '../words.ts';
import { accountCommands } from './account.ts';
import type { Command, CommandHost } from './command.ts';
import { moderationCommands } from './moderation.ts';
import { parseCommand } from './parse.ts';
import { roomCommands } from './room.ts';

const basicCommands = {
  help: {
    usage: '!help',
    about: 'lists the commands',
    run(_rest, host) {
      const lines = Array.from(COMMANDS.values(), ({ usage, about }) => `${usage}: ${about}`);
      host.sendSystem('info', lines.join('\n'));
    },
  },
  echo: {
    usage: '!echo TEXT',
    about: 'says it back to you',
    run: (rest, host) => host.sendSystem('info', rest),
  },
} satisfies Record<string, Command>;

/** A map, so that no command is found by the name of something that every object has. */
const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>(
  Object.entries({
    ...basicCommands,
    ...accountCommands,
    ...roomCommands,
    ...moderationCommands,
  }),
);

export const isKnownCommand = (name: string): boolean => COMMANDS.has(name.toLowerCase());

/** The rejection of a command that there is not. */
export const unknownCommand = (name: string) => badRequest(`Command ${name} not found!`);

/** Runs a text that begins with `!`. Rejects with the core's rejections. */
export async function runCommand(
  text: string,
  host: CommandHost,
  context: CommunityContext,
): Promise<void> {
  const { name, rest } = parseCommand(text);
  const command = COMMANDS.get(name.toLowerCase());
  if (command === undefined) throw unknownCommand(name);
  await command.run(rest, host, context);
}
