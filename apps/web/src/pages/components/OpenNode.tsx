import { ComponentCard, type NodeRow } from '@hopscope/panels';
import { checkUrl } from '../checks/check-url.ts';

export interface OpenNodeProps {
  readonly row: NodeRow;
  readonly now: number;
  readonly onClose: () => void;
}

/** Both components of one node, whole. */
export function OpenNode({ row, now, onClose }: OpenNodeProps) {
  const { node, cni, ztunnel } = row;
  return (
    <section className="plain-side open-node" aria-label={`Selected: ${node}`}>
      <div className="open-node-head">
        <h3>{node}</h3>
        <button type="button" className="hs-button" onClick={onClose}>
          Close
        </button>
      </div>
      {cni ? <ComponentCard component={cni} now={now} checkHref={checkUrl} title={`istio-cni on ${node}`} /> : null}
      {ztunnel ? (
        <ComponentCard component={ztunnel} now={now} checkHref={checkUrl} title={`ztunnel on ${node}`} />
      ) : null}
    </section>
  );
}
