/// What happens on the way to paper: light colours, every chart drawn for the paper's width.
import { flushSync } from 'svelte';
import { picturesIn } from './charts/pictures';
import { prefs } from './prefs.svelte';

/** Dots a pixel: paper is finer than a screen. */
const kScale = 3;

type Prepare = () => void;
const preparing = new Set<Prepare>();

class Printing {
  /** The address that is printed; empty while nothing is. */
  address = $state('');
}
export const printing = new Printing();

/** Calls `prepare` before the page goes to paper; returns how to stop that. */
export function beforePrinting(prepare: Prepare): () => void {
  preparing.add(prepare);
  return () => void preparing.delete(prepare);
}

/** Canvases are not laid out anew on paper: a picture that is takes their place. */
function replaceCanvases(): void {
  for (const { box, draw } of picturesIn(document.documentElement)) {
    const picture = draw(kScale);
    picture.className = 'on-paper';
    box.append(picture);
  }
}

function begin(): void {
  document.documentElement.dataset['printing'] = '';
  printing.address = location.href;
  prefs.dressForPaper(true);
  for (const prepare of preparing) prepare();
  flushSync();
  replaceCanvases();
}

function end(): void {
  for (const picture of document.querySelectorAll('.on-paper')) picture.remove();
  delete document.documentElement.dataset['printing'];
  printing.address = '';
  prefs.dressForPaper(false);
}

export function watchPrinting(): void {
  addEventListener('beforeprint', begin);
  addEventListener('afterprint', end);
}
