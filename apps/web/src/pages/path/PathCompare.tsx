import { comparePaths, type PathResult } from '@hopscope/core';
import { ComparePaths } from '@hopscope/panels';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { checkUrl } from '../checks/check-url.ts';
import { type AskState, askOf, writeAskUrl } from './ask-url.ts';

export interface PathCompareProps {
  ask: AskState;
  left: PathResult;
  right: PathResult;
}

/** Two paths side by side; each can be opened alone. */
export function PathCompare({ ask, left, right }: PathCompareProps) {
  const comparison = useMemo(() => comparePaths(left, right), [left, right]);
  return (
    <ComparePaths
      comparison={comparison}
      left={left}
      right={right}
      checkHref={checkUrl}
      actions={(side) => (
        <Link href={writeAskUrl({ ...askOf((side === 'left' ? left : right).query), at: ask.at })}>
          Open this one alone
        </Link>
      )}
    />
  );
}
