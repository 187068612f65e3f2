import type { AgreementKind } from '@hopscope/core';
import { StateIcon } from '../marks/StateIcon.tsx';
import './agreement.css';
import { AGREEMENT_LOOKS } from './agreement-look.ts';

/** How traffic goes with what the configuration says, in a shape and a few words. */
export function AgreementBadge({ kind }: { readonly kind: AgreementKind }) {
  const { mark, word } = AGREEMENT_LOOKS[kind];
  return (
    <span className="hs-agreement-badge" data-agreement={kind}>
      <StateIcon state={mark} size={13} label="" />
      {word}
    </span>
  );
}
