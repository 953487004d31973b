// Drawing waits until the page can be used, and then comes in small slices, so
// that a long report answers at once. Paper waits for nothing: flush draws the rest.
const waiting = new Set<() => void>();
let running = false;

const slice = 12; // ms

/** Runs a drawing soon; the returned function takes it back. */
export function later(draw: () => void): () => void {
  waiting.add(draw);
  if (!running) {
    running = true;
    setTimeout(work);
  }
  return () => waiting.delete(draw);
}

function work(): void {
  const until = performance.now() + slice;
  for (const draw of waiting) {
    waiting.delete(draw);
    draw();
    if (performance.now() > until) break;
  }
  running = waiting.size > 0;
  if (running) setTimeout(work);
}

/** Runs all that waits, now. */
export function flush(): void {
  for (const draw of waiting) {
    waiting.delete(draw);
    draw();
  }
}
