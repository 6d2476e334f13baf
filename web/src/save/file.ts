/// Names a saved file and hands it to the reader: the share sheet of a phone, else a download.

export interface Subject {
  /** "exchange_rate", or "symbol TSLA". */
  page: string;
  /** The tile's own name: "trend". */
  tile: string;
  /** The day that its values are of. */
  day: string;
}

/** seohak-exchange-rate-trend-2026-04-13.png; what is no letter or digit becomes a hyphen. */
export function fileName({ page, tile, day }: Subject, extension: 'png' | 'csv'): string {
  const words = ['seohak', page, tile, day].filter((word) => word !== '').join('-');
  return `${words.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '')}.${extension}`;
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

function download(file: File): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  link.click();
  // The browser has taken the bytes once the click's task is over.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}

/** Shares the file where fingers are the pointer and the browser can, else downloads it. */
export async function offer(file: File): Promise<void> {
  const touch = matchMedia('(pointer: coarse)').matches;
  if (!touch || !(navigator.canShare?.({ files: [file] }) ?? false)) return download(file);
  try {
    await navigator.share({ files: [file] });
  } catch (error) {
    if (!isAbort(error)) download(file); // the sheet closed is an answer too
  }
}
