/** Names on the large map: the most important first, none over another, no more than can be read. */
import type { Colours } from './theme-colours.ts';

export interface Label {
  readonly text: string;
  /** smaller, behind the text */
  readonly aside: string;
  /** where its left middle stands; `centre` puts its middle there */
  readonly x: number;
  readonly y: number;
  readonly align: 'left' | 'centre';
  /** the larger, the sooner it gets its place */
  readonly rank: number;
  readonly tone: 'plain' | 'broken' | 'island';
}

const MOST_LABELS = 40;
const HEIGHT = 18;
const PADDING = 5;
const GAP = 5;
const SIZE = 12;
const RIM = 2;

interface Card {
  readonly label: Label;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  /** width of the text alone */
  readonly text: number;
}

/** Draws the labels that find a place in a frame of that width; the result is how many did. */
export function paintLabels(
  context: CanvasRenderingContext2D,
  colours: Colours,
  labels: readonly Label[],
  room: number,
): number {
  const cards: Card[] = [];
  for (const label of [...labels].sort((a, b) => b.rank - a.rank)) {
    if (cards.length >= MOST_LABELS) break;
    const card = withinFrame(cardOf(context, colours, label), room);
    if (cards.every((other) => !isOver(card, other))) cards.push(card);
  }
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  for (const card of cards) drawCard(context, colours, card);
  return cards.length;
}

/** Moved so that the rim cuts no name of something that is in the frame itself: on a small screen that is most of them. */
export function withinFrame<T extends Pick<Card, 'x' | 'width'> & { label: Pick<Label, 'x'> }>(
  card: T,
  room: number,
): T {
  if (card.label.x < 0 || card.label.x > room) return card;
  return { ...card, x: Math.max(RIM, Math.min(card.x, room - card.width - RIM)) };
}

function cardOf(context: CanvasRenderingContext2D, colours: Colours, label: Label): Card {
  const text = measure(context, fontOf(label, colours), label.text);
  const aside = label.aside === '' ? 0 : GAP + measure(context, asideFont(colours), label.aside);
  const width = text + aside + 2 * PADDING;
  return { label, text, width, x: label.align === 'centre' ? label.x - width / 2 : label.x, y: label.y - HEIGHT / 2 };
}

function fontOf({ tone }: Label, { font }: Colours): string {
  return `${tone === 'plain' ? 400 : 600} ${SIZE}px ${font}`;
}

function asideFont({ font }: Colours): string {
  return `400 ${SIZE - 1}px ${font}`;
}

const widths = new Map<string, number>();
const MOST_WIDTHS = 4000;

/** Measuring costs more than drawing; the same names come in every frame. */
function measure(context: CanvasRenderingContext2D, font: string, text: string): number {
  const key = `${font} ${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  context.font = font;
  const { width } = context.measureText(text);
  if (widths.size > MOST_WIDTHS) widths.clear();
  widths.set(key, width);
  return width;
}

function isOver(a: Card, b: Card): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && Math.abs(a.y - b.y) < HEIGHT + 1;
}

function drawCard(context: CanvasRenderingContext2D, colours: Colours, { label, x, y, text, width }: Card): void {
  const isBroken = label.tone === 'broken';
  context.fillStyle = isBroken ? colours.brokenBack : colours.surface;
  context.strokeStyle = isBroken ? colours.broken : colours.border;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(x, y, width, HEIGHT, 4);
  context.globalAlpha = 0.94;
  context.fill();
  context.globalAlpha = 1;
  context.stroke();
  context.fillStyle = isBroken ? colours.brokenText : label.tone === 'island' ? colours.text2 : colours.text;
  context.font = fontOf(label, colours);
  context.fillText(label.text, x + PADDING, y + HEIGHT / 2 + 0.5);
  if (label.aside === '') return;
  context.fillStyle = isBroken ? colours.brokenText : colours.text3;
  context.font = asideFont(colours);
  context.fillText(label.aside, x + PADDING + text + GAP, y + HEIGHT / 2 + 0.5);
}
