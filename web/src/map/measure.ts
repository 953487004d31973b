// How broad labels are in the letters that the reader's system has.
import { guess, type Label } from './view.ts';

let pen: CanvasRenderingContext2D | null | undefined;

/** The breadth of a label on the map, in pixels; style.css has the same weights and sizes. */
export function breadthOf(l: Label, size: number): number {
  pen ??= document.createElement('canvas').getContext('2d');
  if (!pen) return guess(l, size);
  const family = getComputedStyle(document.body).fontFamily;
  pen.font = `650 ${size}px ${family}`;
  const text = pen.measureText(l.text).width;
  pen.font = `400 ${size * 0.9}px ${family}`;
  return Math.max(text, pen.measureText(l.sub).width);
}
