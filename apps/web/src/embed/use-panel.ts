import { readTime } from '@hopscope/core';
import { type RefObject, useEffect, useState, useSyncExternalStore } from 'react';
import type { Channel, FromHost } from './channel.ts';
import type { EmbedQuery, PanelName } from './embed-query.ts';
import { followHeight, followSight } from './frame-size.ts';
import type { PanelReader, PanelState } from './panel-reader.ts';
import { shownState } from './shown-state.ts';

export interface PanelProps {
  readonly reader: PanelReader;
  readonly channel: Channel | null;
  readonly first: EmbedQuery;
  readonly onToken: (token: string | null) => void;
}

/** The query as the host last changed it, and what was read for it. */
export function usePanel(
  panel: PanelName,
  { reader, channel, first, onToken }: PanelProps,
): { query: EmbedQuery; reading: PanelState } {
  const [query, setQuery] = useState(first);
  const [told, setTold] = useState(0);
  const reading = useSyncExternalStore(reader.subscribe, reader.current);
  useEffect(() => {
    channel?.listen((message) => {
      if (message.type === 'token') onToken(message.token);
      else if (message.type === 'pause') reader.pause();
      else if (message.type === 'resume') reader.resume();
      else if (message.type === 'requestState') setTold((count) => count + 1);
      else setQuery((now) => changed(now, message));
    });
  }, [channel, reader, onToken]);
  const { namespaces, focus, ask, at, since, until, depth } = query;
  useEffect(() => reader.ask(query), [reader, namespaces, focus, ask, at, since, until, depth]);
  const state = shownState(panel, reading, query);
  useEffect(() => {
    if (channel !== null) tellState(channel, reading, state);
  }, [channel, reading, state, told]);
  return { query, reading };
}

type Change = Extract<FromHost, { type: 'setTime' | 'setTheme' | 'setFilter' | 'focus' }>;

/** The query after a wish of the host. */
export function changed(query: EmbedQuery, message: Change): EmbedQuery {
  if (message.type === 'setTheme') return { ...query, theme: message.theme };
  if (message.type === 'setFilter') return { ...query, namespaces: message.namespaces };
  if (message.type === 'focus') return { ...query, focus: message.id };
  const now = Date.now();
  const [since, until] = [readTime(message.from ?? '', now), readTime(message.to ?? '', now)];
  const at = message.at ?? (until !== null && !message.to?.startsWith('now') ? until : null);
  return { ...query, since, until, at };
}

function tellState(channel: Channel, reading: PanelState, state: ReturnType<typeof shownState>): void {
  const asOf = 'data' in reading ? reading.data.asOf : null;
  channel.send({ type: 'state', state, asOf });
  if (reading.state === 'error') channel.send({ type: 'error', code: reading.code, message: reading.message });
  if (reading.state === 'ready' && reading.data.report !== null)
    channel.send({
      type: 'problem-count',
      count: reading.data.report.causes.filter(({ severity }) => severity !== 'latent').length,
    });
}

/** Size, sight, theme and the way out by keyboard. */
export function useFrame(
  frame: RefObject<HTMLElement | null>,
  query: EmbedQuery,
  { reader, channel }: PanelProps,
): void {
  const { theme, contrast, motion, fit, min, max } = query;
  useEffect(() => {
    const root = document.documentElement;
    if (theme === 'auto') root.removeAttribute('data-theme');
    else root.dataset['theme'] = theme;
    root.dataset['contrast'] = contrast;
    root.dataset['motion'] = motion ? 'on' : 'off';
  }, [theme, contrast, motion]);
  useEffect(() => {
    if (channel === null || fit === 'frame' || frame.current === null) return undefined;
    return followHeight(frame.current, { min, max }, (height) => channel.send({ type: 'size', height }));
  }, [channel, frame, fit, min, max]);
  useEffect(() => {
    if (frame.current === null) return undefined;
    return followSight(frame.current, (isSeen) => {
      document.documentElement.dataset['seen'] = String(isSeen);
      if (isSeen) reader.resume();
      else reader.pause();
    });
  }, [frame, reader]);
  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      (document.activeElement as HTMLElement | null)?.blur();
      channel?.send({ type: 'leave' });
    };
    document.addEventListener('keydown', leave);
    return () => document.removeEventListener('keydown', leave);
  }, [channel]);
}

/** True while the element is narrower than so many pixels. */
export function useNarrow(frame: RefObject<HTMLElement | null>, below: number): boolean {
  const [isNarrow, setNarrow] = useState(() => window.innerWidth < below);
  useEffect(() => {
    if (frame.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => setNarrow((entry?.contentRect.width ?? below) < below));
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [frame, below]);
  return isNarrow;
}
