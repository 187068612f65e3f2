/** The widths of the letters of the bundled font, Inter: so that names are cut where they really end. */

export type Weight = 400 | 600;

/** Thousandths of the size, from the space to the tilde. */
const ASCII: Readonly<Record<Weight, readonly number[]>> = {
  400: [
    281, 288, 466, 633, 642, 982, 644, 300, 365, 365, 501, 662, 288, 460, 288, 360, 631, 407, 610, 618, 646, 593, 620,
    566, 619, 620, 288, 302, 662, 662, 662, 511, 966, 690, 654, 730, 722, 601, 590, 746, 743, 269, 571, 672, 565, 903,
    753, 765, 639, 765, 644, 642, 646, 744, 690, 985, 682, 679, 629, 365, 360, 365, 471, 456, 323, 562, 612, 571, 612,
    583, 370, 613, 591, 242, 242, 549, 242, 876, 591, 600, 612, 612, 376, 528, 327, 591, 562, 818, 546, 562, 552, 426,
    333, 426, 662,
  ],
  600: [
    252, 321, 523, 644, 650, 1004, 663, 326, 373, 373, 540, 673, 319, 465, 319, 379, 660, 423, 623, 636, 666, 612, 640,
    576, 640, 640, 319, 329, 673, 673, 673, 543, 999, 728, 659, 737, 722, 605, 588, 749, 746, 277, 580, 703, 565, 922,
    759, 769, 645, 773, 652, 650, 660, 736, 728, 1020, 720, 713, 652, 373, 379, 373, 481, 469, 351, 574, 624, 583, 624,
    591, 389, 625, 612, 262, 262, 569, 262, 900, 612, 609, 624, 624, 397, 549, 353, 612, 587, 839, 569, 588, 566, 455,
    359, 455, 673,
  ],
};

const OTHERS: Readonly<Record<string, Readonly<Record<Weight, number>>>> = {
  '\u00a0': { 400: 281, 600: 252 },
  '·': { 400: 288, 600: 319 },
  '–': { 400: 500, 600: 500 },
  '’': { 400: 261, 600: 294 },
  '…': { 400: 864, 600: 956 },
  '×': { 400: 662, 600: 673 },
};

/** A letter that the font lacks may be as wide as it is high. */
const UNKNOWN = 1_000;
const FIRST = 32;

/** The width of a text, in the unit of its size. */
export function widthOf(words: string, size: number, weight: Weight = 400): number {
  let sum = 0;
  for (const letter of words) {
    sum += ASCII[weight][letter.codePointAt(0)! - FIRST] ?? OTHERS[letter]?.[weight] ?? UNKNOWN;
  }
  return (sum * size) / 1_000;
}

/** The text, or as much of its beginning as there is room for and an ellipsis; '' where there is not even room for that. */
export function cutText(words: string, room: number, size: number, weight: Weight = 400): string {
  if (widthOf(words, size, weight) <= room) return words;
  let kept = '';
  let left = room - widthOf('…', size, weight);
  for (const letter of words) {
    left -= widthOf(letter, size, weight);
    if (left < 0) break;
    kept += letter;
  }
  return kept === '' ? '' : `${kept.trimEnd()}…`;
}

/** Lines that fit into a width; the last one of `most` takes what is left, cut. A word longer than a line is broken. */
export function wrapText(words: string, room: number, most: number, size: number, weight: Weight = 400): string[] {
  const lines: string[] = [];
  let rest = words.trim().slice(0, 4_000);
  while (rest !== '' && lines.length < most) {
    if (lines.length === most - 1 || widthOf(rest, size, weight) <= room) {
      lines.push(cutText(rest, room, size, weight));
      break;
    }
    const end = lineEnd(rest, room, size, weight);
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return lines;
}

/** Where the first line of a text that is too long ends: after the last space that fits, else amid the word. */
function lineEnd(words: string, room: number, size: number, weight: Weight): number {
  let left = room;
  let end = 0;
  let lastSpace = 0;
  for (const letter of words) {
    left -= widthOf(letter, size, weight);
    if (left < 0) break;
    end += letter.length;
    if (letter === ' ' || letter === '/' || (letter === '-' && lastSpace === 0)) lastSpace = end;
  }
  if (words[end] === ' ') return end;
  return lastSpace > 0 ? lastSpace : Math.max(end, [...words][0]!.length);
}
