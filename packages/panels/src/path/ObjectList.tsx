import { type Ref, refId } from '@hopscope/core';
import { ObjectLink } from '../marks/ObjectLink.tsx';
import './check-list.css';

/** Objects by kind and name, each once. */
export function ObjectList({ label, objects }: { label: string; objects: readonly Ref[] }) {
  const distinct = [...new Map(objects.map((one) => [refId(one), one])).entries()];
  return (
    <p className="hs-object-list">
      <span className="hs-check-label">{label}</span>
      {distinct.map(([id, one]) => (
        <ObjectLink key={id} object={one} />
      ))}
    </p>
  );
}
