/// Charts drawn anew at any sharpness, for a tile that is saved as a picture.

type Draw = (scale: number) => HTMLCanvasElement;
const drawers = new WeakMap<Element, Draw>();

/** Tells how the chart in `box` is drawn with `scale` dots a pixel; returns how to take that back. */
export function offerPicture(box: Element, draw: Draw): () => void {
  drawers.set(box, draw);
  return () => void drawers.delete(box);
}

/** The charts within `tile` that can be drawn anew. */
export function picturesIn(tile: Element): { box: Element; draw: Draw }[] {
  return [...tile.querySelectorAll('.chart')].flatMap((box) => {
    const draw = drawers.get(box);
    return draw ? [{ box, draw }] : [];
  });
}
