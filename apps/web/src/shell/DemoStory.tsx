import { StorySwitch } from '@hopscope/panels';
import { useCallback, useEffect, useState } from 'react';
import { readJson } from '../live/api.ts';
import { useReport } from '../use-report.ts';

interface DemoStanding {
  readonly chapters: readonly { readonly id: string; readonly title: string; readonly sentence: string }[];
  readonly current: string;
  readonly pinned: boolean;
  readonly paused: boolean;
}

const TICK_MILLISECONDS = 2000;

/** The demo's switch; nothing where no demo is served. */
export function DemoStory() {
  const { mode, revision } = useReport();
  const [story, setStory] = useState<DemoStanding | null>(null);
  const isDemo = mode === 'demo';
  // A chapter may change without the report: the clock asks too.
  useEffect(() => {
    if (!isDemo || revision === 0) return;
    const abort = new AbortController();
    const read = () => {
      readJson<DemoStanding>('/demo', abort.signal).then(setStory, () => undefined);
    };
    read();
    const timer = setInterval(read, TICK_MILLISECONDS);
    return () => {
      abort.abort();
      clearInterval(timer);
    };
  }, [isDemo, revision]);
  const change = useCallback((body: { chapter?: string | null; paused?: boolean }) => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    readJson<DemoStanding>('/demo', null, init).then(setStory, () => undefined);
  }, []);
  if (!isDemo || !story) return null;
  return (
    <StorySwitch
      chapters={story.chapters}
      current={story.current}
      isPinned={story.pinned}
      isPaused={story.paused}
      onPin={(chapter) => change({ chapter })}
      onPause={(paused) => change({ paused })}
    />
  );
}
