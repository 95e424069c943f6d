import type { Core } from './core.ts';

/** Some members of one part of the core. */
type Part<Name extends keyof Core, Member extends keyof Core[Name]> = {
  readonly [Key in Name]: Pick<Core[Key], Member>;
};

/**
 * What a protocol may touch of the core, by name: the commands of people and apps, which decide themselves who may give them; who
 * is let in by what; and what encoding reads. Nothing of the operator, of storage, or of the bus is among it.
 */
export type ProtocolCore = Pick<
  Core,
  'messages' | 'members' | 'policies' | 'limits' | 'clock' | 'random'
> &
  Part<
    'rooms',
    'create' | 'get' | 'findPublic' | 'list' | 'update' | 'remove' | 'startConversation'
  > &
  Part<'moderation', 'sanction' | 'lift' | 'list'> &
  Part<'authorMessages', 'authorIn' | 'senderIn' | 'delete'> &
  Part<'notifications', 'notifyUser' | 'notifyRoom' | 'get' | 'list' | 'markRead'> &
  Part<
    'users',
    | (
        | 'create'
        | 'find'
        | 'get'
        | 'list'
        | 'findByUsername'
        | 'update'
        | 'remove'
        | 'changePassword'
      )
    | ('register' | 'login' | 'loginGuest' | 'findByToken' | 'globalRolesOf')
  > &
  Part<
    'apps',
    | ('create' | 'find' | 'rename' | 'rotateKey' | 'issueUserToken')
    | ('findKey' | 'verifyUserToken')
  > &
  Part<'access', 'read' | 'isOpenTo' | 'assertNotBanned' | 'assertMayWrite' | 'roleOf'> &
  Part<'roomRules', 'peek' | 'get' | 'require'> &
  Part<'presence', 'online' | 'count'> &
  Part<'typing', 'start' | 'stop' | 'inRoom'> &
  Part<'grants', 'changes' | 'confirm'> &
  Part<'signIns', 'end'> &
  Part<'names', 'isFree'> &
  Part<'budgets', 'charge' | 'chargeFor'> &
  Part<'epoch', 'current'> &
  Part<'ids', 'uid'> &
  Part<'secrets', 'hmac' | 'token'>;
