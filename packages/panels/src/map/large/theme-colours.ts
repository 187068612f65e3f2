/** The theme's colours for a canvas, which knows no custom properties: read from the page, and again when they change. */
const TOKENS = {
  ok: '--ok',
  broken: '--broken',
  brokenText: '--broken-text',
  brokenBack: '--broken-bg',
  warn: '--warn',
  warnOutline: '--warn-outline',
  warnBack: '--warn-bg',
  unknown: '--unknown',
  unknownText: '--unknown-text',
  surface: '--surface',
  surface2: '--surface-2',
  border: '--border',
  borderStrong: '--border-strong',
  text: '--text',
  text2: '--text-2',
  text3: '--text-3',
  onMark: '--on-mark',
  onWarn: '--on-warn',
  focus: '--focus',
} as const;

export type Colours = Readonly<Record<keyof typeof TOKENS, string>> & { readonly font: string };

const MEDIA = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)'];

/** Colours as they are at this moment at an element, system colours of forced ones included. */
export function readColours(element: Element): Colours {
  const probe = document.createElement('span');
  // Where colours are forced, a probe's own would be replaced by the text's.
  probe.style.setProperty('forced-color-adjust', 'none');
  probe.hidden = true;
  element.append(probe);
  const style = getComputedStyle(probe);
  const colours = Object.fromEntries(
    Object.entries(TOKENS).map(([name, token]) => {
      probe.style.color = `var(${token})`;
      return [name, style.color];
    }),
  );
  probe.style.fontFamily = 'var(--font)';
  const font = style.fontFamily;
  probe.remove();
  return { ...(colours as Record<keyof typeof TOKENS, string>), font };
}

/** Calls back whenever the theme may have changed, until the result is called. */
export function watchColours(changed: () => void): () => void {
  const media = MEDIA.map((query) => matchMedia(query));
  for (const one of media) one.addEventListener('change', changed);
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    for (const one of media) one.removeEventListener('change', changed);
    observer.disconnect();
  };
}
