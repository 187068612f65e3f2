/** The mesh page as a person meets it: by its words and roles. */
import { expect, type Locator, type Page } from '@playwright/test';

/** What a link says of itself between caller and callee. */
export type Spoken =
  | 'works'
  | 'blocked'
  | 'degraded: some requests fail or are slow'
  | 'differs by backend'
  | 'should work, not confirmed'
  | 'would be blocked, as far as can be read'
  | 'cannot be judged';

export function mapOf(page: Page): Locator {
  return page.getByRole('group', { name: /^Map of the mesh/ });
}

/** All links of the map in a state. */
export function linksThat(page: Page, spoken: Spoken): Locator {
  return mapOf(page).getByRole('button', { name: new RegExp(` calls .+ port \\d+: ${spoken}$`) });
}

/** One link, in whatever state. */
export function linkOf(page: Page, from: string, to: string, port: number): Locator {
  return mapOf(page).getByRole('button', { name: new RegExp(`^${from} calls ${to} port ${port}: `) });
}

export function nodeOf(page: Page, name: string, kind: string, namespace: string): Locator {
  return mapOf(page).getByRole('button', { name: new RegExp(`^${name}, ${kind}, namespace ${namespace}\\b`) });
}

/** The card of a reason, by words of its sentence. */
export function reasonOf(page: Page, words: string | RegExp): Locator {
  return page
    .getByRole('region', { name: 'Reasons' })
    .getByRole('article')
    .filter({ has: page.getByRole('heading', { name: words }) });
}

/** Stays in a chapter of the demo, through the switch on the page. */
export async function stayIn(page: Page, title: string): Promise<void> {
  const story = page.getByRole('complementary', { name: 'The demo’s story' });
  await story.getByRole('combobox', { name: 'Stay in a chapter' }).selectOption({ label: `Stay: ${title}` });
  await expect(story).toContainText(title);
}

/** Opens the mesh page and stays in a chapter. */
export async function openChapter(page: Page, title: string, address = '/'): Promise<void> {
  await page.goto(address);
  await stayIn(page, title);
}

/** Clicks on the drawn line, where it stands clearest of all others, as a person would. */
export async function clickLine(page: Page, link: Locator): Promise<void> {
  await link.scrollIntoViewIfNeeded();
  const at = await link.evaluate((element) => {
    const pointsOf = (one: Element, step: number) => {
      const line = one.querySelector('path')!;
      const toScreen = line.getScreenCTM()!;
      const length = line.getTotalLength();
      const count = Math.ceil(length / step);
      return Array.from({ length: count }, (_, index) =>
        line.getPointAtLength(((index + 0.5) / count) * length).matrixTransform(toScreen),
      );
    };
    const isOnTop = ({ x, y }: DOMPoint) => document.elementFromPoint(x, y)?.closest('svg') === element.closest('svg');
    const isOnCard = ({ x, y }: DOMPoint) => document.elementFromPoint(x, y)?.closest('g')?.querySelector('text');
    const others = [...element.parentElement!.children]
      .filter((one) => one !== element && / calls .+ port /.test(one.getAttribute('aria-label') ?? ''))
      .flatMap((one) => pointsOf(one, 4));
    const distance = (a: DOMPoint) => Math.min(...others.map((b) => Math.hypot(a.x - b.x, a.y - b.y)));
    const clear = pointsOf(element, 6).filter((point) => isOnTop(point) && !isOnCard(point));
    const [best] = clear.sort((a, b) => distance(b) - distance(a));
    return best ? { x: best.x, y: best.y } : null;
  });
  if (at === null) throw new Error('The line is covered all along, or out of sight.');
  await page.mouse.click(at.x, at.y);
}
