import type { MeshNode, ReachEnd } from '@hopscope/core';
import { ReachList } from '@hopscope/panels';
import { EMPTY_ASK, writeAskUrl } from '../pages/path/ask-url.ts';
import { useEnds } from '../pages/path/use-ends.ts';
import type { ReachAsk } from '../report-source.ts';
import { useReach, useReport } from '../use-report.ts';

export interface NodeReachProps {
  readonly node: MeshNode;
  /** `to:80`, `from`, or '' where neither is open */
  readonly open: string;
  readonly onOpen: (open: string) => void;
}

/** Both questions about one node, each folded until somebody asks it. */
export function NodeReach({ node, open, onOpen }: NodeReachProps) {
  const ports = usePorts(node);
  const from = callerOf(node);
  return (
    <div className="node-reach">
      {ports.map(({ port, to }) => (
        <Question
          key={port}
          title={ports.length > 1 ? `Who can reach port ${port}?` : 'Who can reach this?'}
          isOpen={open === `to:${port}`}
          ask={{ direction: 'to', text: to }}
          onToggle={(isOpen) => onOpen(isOpen ? `to:${port}` : '')}
        />
      ))}
      {from === '' ? null : (
        <Question
          title="What does it reach?"
          isOpen={open === 'from'}
          ask={{ direction: 'from', text: from }}
          onToggle={(isOpen) => onOpen(isOpen ? 'from' : '')}
        />
      )}
    </div>
  );
}

function usePorts(node: MeshNode): readonly { port: number; to: string }[] {
  const { ends } = useEnds();
  const isHost = node.kind === 'external';
  const own = ends.services.find(
    ({ kind, namespace, name }) =>
      name === node.name && (isHost ? kind === 'external' : kind === 'service' && namespace === node.namespace),
  );
  return (own?.ports ?? []).filter(({ protocol }) => protocol !== 'UDP');
}

/** A Service calls as the workload behind it; its namesake where there are several. */
function callerOf({ kind, namespace, name, workloads }: MeshNode): string {
  if (kind === 'gateway') return `gateway:${namespace}/${name}`;
  const workload = workloads.find((one) => one.name === name) ?? workloads[0];
  return workload ? `${workload.namespace}/${workload.name}` : '';
}

interface QuestionProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly ask: ReachAsk;
  readonly onToggle: (isOpen: boolean) => void;
}

function Question({ title, isOpen, ask, onToggle }: QuestionProps) {
  return (
    <section aria-label={title}>
      <button type="button" className="hs-button" aria-expanded={isOpen} onClick={() => onToggle(!isOpen)}>
        {title}
      </button>
      {isOpen ? <Answer ask={ask} /> : null}
    </section>
  );
}

function Answer({ ask }: { readonly ask: ReachAsk }) {
  const reading = useReach(ask);
  const { at } = useReport();
  if (reading.state === 'loading') return <p role="status">Asking everybody…</p>;
  if (reading.state === 'error') return <p role="alert">{reading.message}</p>;
  return <ReachList reach={reading.data} hrefOf={(end) => pathOf(ask, end, at)} />;
}

function pathOf({ direction, text }: ReachAsk, end: ReachEnd, at: string | null): string {
  return writeAskUrl({
    ...EMPTY_ASK,
    at,
    ...(direction === 'to' ? { from: end.text, to: text } : { from: text, to: end.text }),
  });
}
