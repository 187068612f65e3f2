/** The sentence the page opens with: true, and enough for a chat message. */
import type { CauseGroup, ChainStage, Counts, Headline } from './mesh-report.ts';
import type { NotChecked } from './path-result.ts';

interface HeadlineParts {
  counts: Counts;
  causes: readonly CauseGroup[];
  settling: readonly CauseGroup[];
  chain: readonly ChainStage[];
  cannotJudge: readonly { gap: NotChecked; links: number }[];
  nodes: number;
}

/** First line: what fails and for how many reasons. Second line: what is well and what cannot be judged. */
export function headlineOf(parts: HeadlineParts): Headline {
  const { counts, causes } = parts;
  const failing = counts.blocked + counts.varies;
  const second = secondLine(parts);
  if (parts.nodes === 0) return { sentence: 'No services are known here yet.', stress: '', second, tone: 'empty' };
  if (failing > 0) return { ...failingLine(counts, causes), second, tone: 'broken' };
  const broken = causes.filter((cause) => cause.severity === 'broken').length;
  if (broken > 0) {
    const stress = `${broken} ${broken === 1 ? 'thing is' : 'things are'} broken`;
    return { sentence: `No known link fails, but ${stress}.`, stress, second, tone: 'degraded' };
  }
  if (counts.degraded > 0) {
    const stress = `${counts.degraded} of ${counts.links} ${plural(counts.links, 'link')}`;
    return { sentence: `Everything arrives, but ${stress} not as intended.`, stress, second, tone: 'degraded' };
  }
  if (counts.links === 0)
    return { sentence: 'No calls between services are known here.', stress: '', second, tone: 'unknown' };
  if (counts.unknown === counts.links) {
    const stress = 'none can be confirmed';
    const hint = counts.expectedToPass === counts.links ? 'Nothing in the configuration stops any of the' : 'Of';
    return {
      sentence: `${hint} ${counts.links} ${plural(counts.links, 'link')}${counts.expectedToPass === counts.links ? ', but' : ''} ${stress}.`,
      stress,
      second,
      tone: 'unknown',
    };
  }
  return {
    sentence:
      counts.unknown === 0
        ? `All ${counts.links} links work.`
        : `All ${counts.links - counts.unknown} links that can be judged work.`,
    stress: '',
    second,
    tone: 'ok',
  };
}

/** Links that fail always and links that fail in part are told apart. */
function failingLine(counts: Counts, causes: readonly CauseGroup[]): Pick<Headline, 'sentence' | 'stress'> {
  const reasons = causes.filter((cause) => cause.severity === 'broken' && cause.links.length > 0).length;
  const stress = `${reasons} ${reasons === 1 ? 'reason' : 'reasons'}`;
  const { blocked, varies, links } = counts;
  const verb = (n: number): string => (n === 1 ? 'fails' : 'fail');
  if (varies === 0)
    return { sentence: `${blocked} of ${links} ${plural(links, 'link')} ${verb(blocked)}, for ${stress}.`, stress };
  if (blocked === 0)
    return {
      sentence: `${varies} of ${links} ${plural(links, 'link')} ${verb(varies)} in part, for ${stress}.`,
      stress,
    };
  return {
    sentence: `${blocked} of ${links} ${plural(links, 'link')} ${verb(blocked)} and ${varies} ${verb(varies)} in part, for ${stress}.`,
    stress,
  };
}

const plural = (n: number, word: string): string => (n === 1 ? word : `${word}s`);

function begunWords(settling: readonly CauseGroup[]): string[] {
  const begun = settling.filter(({ severity }) => severity === 'broken').length;
  return begun === 0 ? [] : [`${begun} ${begun === 1 ? 'failure has' : 'failures have'} just begun and may pass.`];
}

function secondLine({ counts, causes, settling, chain, cannotJudge }: HeadlineParts): string {
  const parts: string[] = [];
  const control = chain.find((stage) => stage.id === 'istiod');
  if (control?.state === 'ok') parts.push('The control plane is well.');
  else if (control && control.state !== 'unknown') parts.push(`The control plane: ${control.detail}.`);
  const worst = causes.filter((cause) => cause.severity === 'broken').slice(0, 2);
  parts.push(...worst.map((cause) => cause.sentence));
  const degraded = causes.filter((cause) => cause.severity === 'degraded').length;
  if (degraded > 0)
    parts.push(`${degraded} ${degraded === 1 ? 'thing works' : 'things work'} less well than intended.`);
  parts.push(...begunWords(settling));
  if (counts.unknown > 0)
    parts.push(
      `${counts.unknown} ${counts.unknown === 1 ? 'link' : 'links'} cannot be judged${cannotJudge[0] ? `: ${cannotJudge[0].gap.why}` : ''}.`,
    );
  if (worst.length === 0 && degraded === 0) parts.push('Nothing is known to be broken.');
  return parts.join(' ');
}
