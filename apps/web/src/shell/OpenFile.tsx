import { useRef } from 'react';

/** The button way of dropping a file on the page. */
export function OpenFile({ onOpen }: { readonly onOpen: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-part="open-file"
        onChange={(event) => {
          onOpen([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <button
        type="button"
        className="hs-button open-file"
        title="Look at a bundle or kubectl output from a file; it stays in this browser"
        onClick={() => input.current?.click()}
      >
        Open a file
      </button>
    </>
  );
}
