/** Tells the host how high the panel is: seldom, and never because of its own telling. */

const [SETTLE_MS, LEAST_CHANGE] = [60, 2];

/** `send` is told of heights in pixels, within the bounds. Returns what ends it. */
export function followHeight(
  element: Element,
  bounds: { min: number; max: number },
  send: (height: number) => void,
): () => void {
  let told = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const observer = new ResizeObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const height = heightIn(Math.ceil(element.getBoundingClientRect().height), bounds);
      if (Math.abs(height - told) < LEAST_CHANGE) return;
      told = height;
      send(height);
    }, SETTLE_MS);
  });
  observer.observe(element);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
  };
}

/** A height within bounds; the upper one wins. */
export const heightIn = (height: number, { min, max }: { min: number; max: number }): number =>
  Math.min(max, Math.max(min, height));

/** Tells whether anybody can see the panel: not in a tab behind, not scrolled away. Returns what ends it. */
export function followSight(element: Element, tell: (isSeen: boolean) => void): () => void {
  let isOnScreen = true;
  const say = () => tell(isOnScreen && document.visibilityState === 'visible');
  const observer = new IntersectionObserver((entries) => {
    isOnScreen = entries.at(-1)?.isIntersecting ?? true;
    say();
  });
  observer.observe(element);
  document.addEventListener('visibilitychange', say);
  return () => {
    observer.disconnect();
    document.removeEventListener('visibilitychange', say);
  };
}
