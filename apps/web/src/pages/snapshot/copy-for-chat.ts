/** Text, link and picture of a snapshot on the clipboard: most servers cannot be reached by those who show links in chats. */

/** What became of it: with the picture, the text alone, or nothing. */
export type CopiedForChat = 'picture' | 'text' | 'nothing';

interface Browser {
  readonly clipboard: Pick<Clipboard, 'write' | 'writeText'> | undefined;
  readonly ClipboardItem: typeof ClipboardItem | undefined;
  readonly fetch: typeof fetch;
}

const browserOf = (): Browser => ({
  clipboard: navigator.clipboard,
  ClipboardItem: globalThis.ClipboardItem,
  fetch: (...request) => fetch(...request),
});

/** Copies both where the browser can and there is a picture, else the text. `picture` is the address of the PNG. */
export async function copyForChat(text: string, picture: string, browser = browserOf()): Promise<CopiedForChat> {
  const { clipboard, ClipboardItem: Item } = browser;
  if (clipboard === undefined) return 'nothing';
  if (Item !== undefined) {
    try {
      // The promise goes in as it is: a browser asks that writing begins with the click, not after the picture has come.
      const item = new Item({
        'image/png': readPicture(picture, browser),
        'text/plain': new Blob([text], { type: 'text/plain' }),
      });
      await clipboard.write([item]);
      return 'picture';
    } catch {
      // No picture here, or a browser that takes none: the text says it all.
    }
  }
  try {
    await clipboard.writeText(text);
    return 'text';
  } catch {
    return 'nothing';
  }
}

async function readPicture(address: string, browser: Browser): Promise<Blob> {
  const answer = await browser.fetch(address, { credentials: 'same-origin' });
  if (!answer.ok || answer.headers.get('content-type') !== 'image/png')
    throw new Error(`There is no picture: ${answer.status}.`);
  return answer.blob();
}
