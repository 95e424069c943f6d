/** The emoji on offer, each with words to find it by: `emoji words`, a group a line. */
export const EMOJI: readonly { readonly emoji: string; readonly name: string }[] = [
  '👍 thumbs up|👎 thumbs down|❤️ heart|😂 tears of joy|🎉 party|🔥 fire|👀 eyes|🙏 thanks',
  '😀 grin|😄 smile|😅 sweat smile|🙂 slight smile|😉 wink|😊 blush|😍 heart eyes|😘 kiss',
  '😎 cool|🤓 nerd|🤔 thinking|🤨 raised eyebrow|😐 neutral|🙄 eye roll|😬 grimace|😴 asleep',
  '🥳 celebrating|🤩 star eyes|🥺 pleading|😭 crying|😢 sad|😡 angry|😱 scream|🤯 mind blown',
  '🤗 hug|🤝 handshake|👏 clap|🙌 hooray|💪 strong|👋 wave|✌️ victory|🤞 fingers crossed',
  '👌 perfect|🫡 salute|🤷 shrug|🤦 facepalm|💯 hundred|✅ done|❌ no|❓ question',
  '⚠️ warning|💡 idea|🚀 rocket|🐛 bug|🔧 wrench|📌 pin|📎 paper clip|📅 calendar',
  '⏳ hourglass|☕ coffee|🍕 pizza|🍰 cake|🍺 beer|🌍 world|☀️ sun|🌧️ rain',
  '🌈 rainbow|⭐ star|✨ sparkles|💜 purple heart|💚 green heart|💔 broken heart|🐱 cat|🐶 dog',
]
  .flatMap((line) => line.split('|'))
  .map((item) => {
    const space = item.indexOf(' ');
    return { emoji: item.slice(0, space), name: item.slice(space + 1) };
  });
