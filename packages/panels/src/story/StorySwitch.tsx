import './story.css';

export interface StoryChapter {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
}

export interface StorySwitchProps {
  readonly chapters: readonly StoryChapter[];
  readonly current: string;
  readonly isPinned: boolean;
  readonly isPaused: boolean;
  /** id of a chapter to stay in; null = let the story go on */
  readonly onPin: (chapter: string | null) => void;
  readonly onPause: (paused: boolean) => void;
}

/** The demo's story: what happens now, and a switch to stay in a chapter, stop or go on. */
export function StorySwitch({ chapters, current, isPinned, isPaused, onPin, onPause }: StorySwitchProps) {
  const chapter = chapters.find(({ id }) => id === current);
  const isMoving = !isPinned && !isPaused;
  return (
    <aside className="hs-story" aria-label="The demo’s story">
      <span className="hs-story-label">Demo</span>
      <p aria-live="polite">
        <strong>{chapter?.title ?? current}</strong> {chapter?.sentence}
      </p>
      <div className="hs-story-tools">
        <label>
          <span className="hs-sr-only">Stay in a chapter</span>
          <select value={isPinned ? current : ''} onChange={(event) => onPin(event.target.value || null)}>
            <option value="">All chapters in turn</option>
            {chapters.map(({ id, title }) => (
              <option key={id} value={id}>
                Stay: {title}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          className="hs-button"
          onClick={() => {
            if (isPinned) onPin(null);
            onPause(isMoving);
          }}
        >
          {isMoving ? 'Pause' : 'Play'}
        </button>
      </div>
    </aside>
  );
}
