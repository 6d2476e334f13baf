/// A tile as a PNG with two dots a pixel. Loaded only when a reader asks for one.
import { domToCanvas } from 'modern-screenshot';
import { picturesIn } from '../charts/pictures';
import { kFont } from '../charts/parts';
import { fontsOf } from './fonts';

const kScale = 2;
const kEdge = 16;
const kLine = 22;
/** Elements with this attribute are left blank: they do nothing in a picture. */
const kLeftOut = 'data-screen-only';
/** Where a chart's picture stands among those of its tile. */
const kPlace = 'data-picture';

export interface Stamp {
  /** Whose picture it is. */
  mark: string;
  /** What kind of data, as of when. */
  words: string;
}

/** The copy has pictures in place of canvases. */
function kept(node: Node): boolean {
  return !(node instanceof HTMLCanvasElement && node.closest('.chart'));
}

/** Charts of the tile drawn anew: canvases on screen may have one dot a pixel only. */
class Pictures {
  private readonly all: { box: Element; address: string }[];

  constructor(tile: Element) {
    this.all = picturesIn(tile).map(({ box, draw }) => ({ box, address: draw(kScale).toDataURL() }));
    this.all.forEach(({ box }, at) => box.setAttribute(kPlace, String(at)));
  }

  /** Puts a chart's picture into the copy of its box. */
  put(cloned: HTMLElement): void {
    const address = this.all[Number(cloned.getAttribute(kPlace) ?? Number.NaN)]?.address;
    if (!address) return;
    const image = document.createElement('img');
    image.src = address;
    image.style.cssText = 'position:absolute;left:0;top:0;width:100%;height:100%';
    cloned.append(image);
  }

  done(): void {
    for (const { box } of this.all) box.removeAttribute(kPlace);
  }
}

async function copyOf(tile: HTMLElement, cssText: string): Promise<HTMLCanvasElement> {
  const pictures = new Pictures(tile);
  const dress = (cloned: Node): void => {
    if (!(cloned instanceof HTMLElement)) return;
    if (cloned.hasAttribute(kLeftOut)) cloned.style.visibility = 'hidden';
    pictures.put(cloned);
  };
  try {
    return await domToCanvas(tile, {
      scale: kScale, font: { cssText }, filter: kept, onCloneEachNode: dress, features: { restoreScrollPosition: true },
      style: { margin: '0' },
    });
  } finally {
    pictures.done();
  }
}

function write(brush: CanvasRenderingContext2D, text: string, weight: number, color: string): (x: number, y: number) => void {
  return (x, y) => {
    brush.font = `${weight} 13px ${kFont}`;
    brush.fillStyle = color;
    brush.fillText(text, x, y);
  };
}

/** The tile on the page's ground, the stamp below it; in two lines where the tile is narrow. */
function framed(tile: HTMLCanvasElement, stamp: Stamp, look: CSSStyleDeclaration): HTMLCanvasElement {
  const made = document.createElement('canvas');
  const brush = made.getContext('2d');
  if (!brush) throw new Error('no canvas');
  const inner = tile.width / kScale;
  brush.font = `600 13px ${kFont}`;
  const [mark, words] = [brush.measureText(stamp.mark).width, brush.measureText(stamp.words).width];
  const stacked = mark + words + kEdge > inner;
  const width = Math.max(inner, stacked ? words : 0) + 2 * kEdge;
  const height = tile.height / kScale + 2 * kEdge + (stacked ? 2 : 1) * kLine;
  made.width = Math.ceil(width * kScale);
  made.height = Math.ceil(height * kScale);
  brush.scale(kScale, kScale);
  brush.fillStyle = look.getPropertyValue('--ground');
  brush.fillRect(0, 0, width, height);
  brush.drawImage(tile, kEdge, kEdge, inner, tile.height / kScale);
  const base = height - kEdge + 2;
  write(brush, stamp.mark, 700, look.getPropertyValue('--text-1'))(kEdge, stacked ? base - kLine : base);
  write(brush, stamp.words, 400, look.getPropertyValue('--text-2'))(stacked ? kEdge : width - kEdge - words, base);
  return made;
}

/** The tile as people see it now, with a stamp. Errors: rejects when the browser cannot draw it. */
export async function pictureOf(tile: HTMLElement, stamp: Stamp): Promise<Blob> {
  const look = getComputedStyle(document.documentElement);
  const copy = await copyOf(tile, await fontsOf(`${tile.innerText}0123456789`));
  const whole = framed(copy, stamp, look);
  return new Promise((done, failed) => {
    whole.toBlob((blob) => (blob ? done(blob) : failed(new Error('no picture'))), 'image/png');
  });
}
