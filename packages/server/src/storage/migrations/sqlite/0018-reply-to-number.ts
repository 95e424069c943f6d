/** Answers say what they answer by its number too, the only name that clients of some protocols know. */
export const replyToNumber = `
alter table messages add column reply_to_number integer;
update messages set reply_to_number = (
  select answered.number from messages as answered
  where answered.id = messages.reply_to and answered.room_key = messages.room_key
) where reply_to is not null;
`;
