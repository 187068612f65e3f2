import { useEffect, useRef, useSyncExternalStore } from 'react';
import { readStored, writeStored } from './storage.ts';

const KEY = 'hopscope.shortcuts';
const listeners = new Set<() => void>();

/** Single keys can be switched off: speech input and some hands press them by accident. */
export function areShortcutsOn(): boolean {
  return readStored(KEY) !== 'off';
}

export function switchShortcuts(on: boolean): void {
  writeStored(KEY, on ? null : 'off');
  for (const listener of listeners) listener();
}

export function useShortcutsOn(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, areShortcutsOn);
}

/** Runs an action when its key is pressed anywhere but in a field or a dialog. */
export function useShortcuts(actions: Readonly<Record<string, () => void>>): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const action = latest.current[event.key];
      if (!action || event.ctrlKey || event.metaKey || event.altKey || !areShortcutsOn()) return;
      if (isTaken(event.target)) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

function isTaken(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('input, textarea, select, dialog[open], [contenteditable]') !== null
  );
}
