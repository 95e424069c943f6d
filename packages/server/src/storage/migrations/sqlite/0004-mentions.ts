/**
 * A mention keeps its message's number and nothing of its text: what it says is made when it is read, so that it is edited,
 * deleted and hidden with the message. Older mentions held copies. Each is linked to its message: the latest before it with
 * these very words, of that room and sender, that names the user; else the one just before it. Where that is a tombstone, is
 * another mention's message, or is not there, the message is gone, and the mention goes too. A tombstone keeps no reason for
 * its last edit either.
 */
export const mentions = `
alter table notifications add column message_number integer;

create temp table old_mentions as
  select notifications.id, notifications.user_id, notifications.title, notifications.content, notifications.created_at,
    rooms.room_key, null as message_number
  from notifications left join rooms on rooms.id = notifications.room_id
  where icon = 'mention' and action_url = '/rooms/' || room_id and title like '% mentioned you%';

-- user_id is null for a tombstone: whom it named is forgotten.
create temp table mentioned as
  select messages.number, messages.room_key, names.value as user_id, messages.sender_name || ' mentioned you' as title,
    substr(messages.content, 1, 200) as content, messages.created_at
  from messages, json_each(messages.meta, '$.mentions') as names
  where messages.meta like '%"mentions"%' and messages.deleted_at is null and names.type = 'text'
    and exists (select 1 from temp.old_mentions)
  union all
  select number, room_key, null, sender_name || ' mentioned you', null, created_at
  from messages where deleted_at is not null and exists (select 1 from temp.old_mentions);
create index temp.mentioned_by_words on mentioned (room_key, user_id, content, created_at);
create index temp.mentioned_by_time on mentioned (room_key, created_at);

update temp.old_mentions set message_number = (
  select number from temp.mentioned
  where mentioned.room_key = old_mentions.room_key
    and mentioned.user_id = old_mentions.user_id
    and mentioned.content = old_mentions.content
    and mentioned.created_at <= old_mentions.created_at
    and substr(old_mentions.title, 1, length(mentioned.title)) = mentioned.title
  order by mentioned.created_at desc limit 1
);
update temp.old_mentions set message_number = (
  select number from temp.mentioned
  where mentioned.room_key = old_mentions.room_key
    and (mentioned.user_id = old_mentions.user_id or mentioned.user_id is null)
    and mentioned.created_at <= old_mentions.created_at
    and substr(old_mentions.title, 1, length(mentioned.title)) = mentioned.title
  order by mentioned.created_at desc limit 1
) where message_number is null;
-- One mention a message and user: the first that came behind it.
create index temp.old_mentions_by_message on old_mentions (message_number, user_id, created_at, id);
delete from temp.old_mentions as later where exists (
  select 1 from temp.old_mentions as first
  where first.message_number = later.message_number and first.user_id = later.user_id
    and (first.created_at, first.id) < (later.created_at, later.id)
);
delete from temp.old_mentions where message_number is null or not exists (
  select 1 from messages inner join room_heads on room_heads.room_key = messages.room_key
  where messages.number = old_mentions.message_number and messages.deleted_at is null and messages.seq > room_heads.purged_seq
);

create unique index temp.old_mentions_by_id on old_mentions (id);
update notifications set title = '', content = '',
  message_number = (select message_number from temp.old_mentions where old_mentions.id = notifications.id)
where icon = 'mention' and action_url = '/rooms/' || room_id and title like '% mentioned you%';
delete from notifications
where icon = 'mention' and action_url = '/rooms/' || room_id and title = '' and message_number is null;
drop table temp.mentioned;
drop table temp.old_mentions;

create index notifications_by_message on notifications (message_number) where message_number is not null;
-- Lists by rising time have the urgent ones first as well.
create index notifications_by_user_oldest on notifications (app_id, user_id, -rank, created_at, id);
create index notifications_by_app on notifications (app_id, rank, created_at, id);
create index notifications_by_app_oldest on notifications (app_id, -rank, created_at, id);

update messages set edit_reason = null where deleted_at is not null and edit_reason is not null;
`;
