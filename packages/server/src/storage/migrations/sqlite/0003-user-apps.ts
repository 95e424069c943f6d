/**
 * A user is known by app and id: in a bridged room two apps' users meet, and one's id may be another's too. What held a bare
 * id gets the app beside it; reactions and `deleted_by` hold keys as `userKey` makes them: app, line feed, id. Empty: nobody's
 * user, but an app's key (`app`) or the server itself (`system`).
 *
 * Whose a bare id was: the room's app's where that has such a user, else the built-in app's where that has one; else, where
 * the room is bridged, the built-in app's if it looks like one that only its protocols give out; else the room's app's.
 * Rows of the built-in app's rooms need no look-up, and messages there no rewriting.
 */
const hasUser = (app: string, id: string, more = '') =>
  `exists (select 1 from users where users.app_id = ${app} and users.id = ${id}${more})`;

const HEX = '[0-9a-f]'.repeat(12);
const visits = (id: string) =>
  `(${id} glob 'lobby:*' or ${id} glob 'bot_*' or ${id} glob 'user_${HEX}')`;

const appOf = (id: string, roomKey: string) => `coalesce((
    select case
      when rooms.app_id = 'default' or ${hasUser('rooms.app_id', id)} then rooms.app_id
      when ${hasUser("'default'", id)} or rooms.bridged = 1 and ${visits(id)} then 'default'
      else rooms.app_id
    end
    from rooms where rooms.room_key = ${roomKey}), 'default')`;

const isServers = (
  id: string,
  roomKey: string,
) => `(${id} = 'system' or ${id} = 'app' and not exists (
    select 1 from rooms where rooms.room_key = ${roomKey} and ${hasUser('rooms.app_id', id)}))`;

const sameKind = ' and users.kind = messages.sender_kind';

export const userApps = `
alter table messages add column sender_app_id text not null default 'default';
update messages set sender_app_id = (
    select case
      when ${hasUser('rooms.app_id', 'messages.sender_id', sameKind)} then rooms.app_id
      when ${hasUser("'default'", 'messages.sender_id', sameKind)} then 'default'
      when rooms.bridged = 1 and (sender_kind in ('registered', 'guest')
        or sender_kind in ('anonymous', 'bot') and ${visits('messages.sender_id')}) then 'default'
      else rooms.app_id
    end
    from rooms where rooms.room_key = messages.room_key)
  where room_key in (select room_key from rooms where app_id <> 'default');
drop index messages_by_client_key;
create unique index messages_by_client_key on messages (room_key, sender_id, client_key, sender_app_id)
  where client_key is not null;

update messages set deleted_by =
    iif(${isServers('deleted_by', 'messages.room_key')}, '', ${appOf('deleted_by', 'messages.room_key')})
    || char(10) || deleted_by
  where deleted_at is not null and deleted_by is not null;

update messages set reactions = (
    select json_group_array(json_array(reaction.value ->> 0, (
      select json_group_array(${appOf('held.value', 'messages.room_key')} || char(10) || held.value)
      from json_each(reaction.value -> 1) as held)))
    from json_each(messages.reactions) as reaction)
  where reactions <> '[]';
`;
