/** Which message a message answers, and so which answers a message has. */
export const replyTo = `
alter table messages add column reply_to text;
create index messages_by_reply on messages (reply_to) where reply_to is not null;
`;
