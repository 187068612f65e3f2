/** Where the keyboard's focus is, and where Tab takes it. */
import type { Page } from '@playwright/test';

export interface Stop {
  readonly role: string;
  readonly name: string;
  /** false where it lies outside of the window or under something else */
  readonly inSight: boolean;
}

/** What has the focus, as a screen reader would name it; null = nothing has. */
export function readFocus(page: Page): Promise<Stop | null> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const labels = (element as HTMLInputElement).labels ?? [];
    const labelled = [...labels].map((label) => label.textContent).join(' ');
    const named = element.getAttribute('aria-label') ?? (labelled || element.textContent || '');
    const box = element.getBoundingClientRect();
    const [x, y] = [box.x + Math.min(box.width / 2, 40), box.y + Math.min(box.height / 2, 40)];
    const top = document.elementFromPoint(x, y);
    return {
      role: element.getAttribute('role') ?? element.localName,
      name: named.replace(/\s+/g, ' ').trim(),
      inSight: top !== null && (element.contains(top) || top.contains(element)),
    };
  });
}

/** Presses Tab from the top of the page until the focus leaves it; all stops in order. */
export async function walkByTab(page: Page, most = 150): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let count = 0; count < most; count += 1) {
    await page.keyboard.press('Tab');
    const stop = await readFocus(page);
    if (stop === null) return stops;
    stops.push(stop);
  }
  throw new Error(`After ${most} stops Tab has not left the page: ${JSON.stringify(stops.slice(-5))}`);
}
