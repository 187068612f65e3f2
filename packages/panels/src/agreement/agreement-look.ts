import type { AgreementKind } from '@hopscope/core';
import type { MarkState } from '../marks/mark-shape.ts';

/** How an agreement is shown beside a verdict: a shape and a few words, never a colour alone. */
export const AGREEMENT_LOOKS: Readonly<Record<AgreementKind, { readonly mark: MarkState; readonly word: string }>> = {
  confirmed: { mark: 'pass', word: 'confirmed by traffic' },
  'no-traffic': { mark: 'not-reached', word: 'no traffic seen' },
  'conflict-passes-failing': { mark: 'conflict', word: 'traffic fails' },
  'blocked-confirmed': { mark: 'block', word: 'confirmed by traffic' },
  'blocked-twice': { mark: 'block', word: 'blocked twice' },
  'conflict-blocked-succeeding': { mark: 'conflict', word: 'model disagreement' },
  'would-be-blocked': { mark: 'not-reached', word: 'no traffic seen' },
  'observation-only': { mark: 'unknown', word: 'observed only' },
};
