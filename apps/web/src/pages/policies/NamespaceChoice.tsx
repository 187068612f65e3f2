import type { PolicyList } from '@hopscope/core';

export interface NamespaceChoiceProps {
  readonly list: PolicyList;
  readonly onChoose: (namespace: string) => void;
}

/** One namespace at a time: whose Services are called. */
export function NamespaceChoice({ list, onChoose }: NamespaceChoiceProps) {
  const { namespace, namespaces } = list;
  const isListed = namespaces.some(({ name }) => name === namespace);
  return (
    <label className="policies-choice">
      Namespace
      <select value={namespace} onChange={(event) => onChoose(event.target.value)}>
        {isListed ? null : <option value={namespace}>{namespace || 'none'}</option>}
        {namespaces.map(({ name, policies, services }) => (
          <option key={name} value={name}>
            {name} ({policies} {policies === 1 ? 'policy' : 'policies'}, {services}{' '}
            {services === 1 ? 'Service' : 'Services'})
          </option>
        ))}
      </select>
    </label>
  );
}
