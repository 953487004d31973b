// The scale on which simulated figures are set against reported ones: simulated
// over reported, logarithmic, the same for every unit.
export const widest = 10;

/** Where a ratio stands on an axis of the given width; clipped at ten times too low or too high. */
export function position(ratio: number, width: number): number {
  if (!(ratio > 0)) return 0;
  const t = Math.log(ratio) / Math.log(widest);
  return ((Math.min(1, Math.max(-1, t)) + 1) / 2) * width;
}

/** Whether a ratio lies beyond the axis, and on which side. */
export function beyond(ratio: number): -1 | 0 | 1 {
  if (!(ratio >= 1 / widest)) return -1;
  return ratio > widest ? 1 : 0;
}

export const ticks: { ratio: number; label: string }[] = [
  { ratio: 1 / 10, label: '÷10' },
  { ratio: 1 / 3, label: '÷3' },
  { ratio: 1, label: 'as reported' },
  { ratio: 3, label: '×3' },
  { ratio: 10, label: '×10' },
];
