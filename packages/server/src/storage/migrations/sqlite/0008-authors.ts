/**
 * What a user wrote, over all rooms, by time. Only what is not deleted: whoever clears up after a spammer deletes what they
 * find. All columns that the lists need stand in the index, so that counting reads no messages. An entry of the log is found by what
 * it was done to, and by time.
 */
export const authors = `
create index messages_by_sender on messages (sender_app_id, sender_id, created_at, room_key, seq) where deleted_at is null;
create index audit_by_target on audit (target, number) where target is not null;
create index audit_by_time on audit (at, number);
`;
