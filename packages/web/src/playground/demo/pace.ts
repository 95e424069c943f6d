/** A chat is drawn at most so often: often enough to follow, seldom enough that a flood leaves time for everything else. */
const DRAWN_EVERY_MS = 100;

/** Runs functions before a picture, at once after a pause and else no sooner than the pace allows. */
export function createPace(): (run: () => void) => void {
  let last = Number.NEGATIVE_INFINITY;
  const draw = (run: () => void) =>
    requestAnimationFrame((now) => {
      last = now;
      run();
    });
  return (run) => {
    const waitMs = last + DRAWN_EVERY_MS - performance.now();
    if (waitMs <= 0) draw(run);
    else setTimeout(draw, waitMs, run);
  };
}
