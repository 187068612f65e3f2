import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useSource } from '../use-report.ts';

const ShareDialog = lazy(() =>
  import('../pages/snapshot/ShareDialog.tsx').then((dialog) => ({ default: dialog.ShareDialog })),
);

/** Opens the dialog that makes links. A file that the browser judges itself is on no server that could keep it. */
export function ShareButton() {
  const source = useSource();
  const dialog = useRef<HTMLDialogElement>(null);
  const [isAsked, setIsAsked] = useState(false);
  if (source.kind !== 'live') return null;
  const open = () => {
    setIsAsked(true);
    dialog.current?.showModal();
  };
  return (
    <>
      <button type="button" className="hs-button" onClick={open}>
        Share
      </button>
      {isAsked ? (
        <Suspense fallback={null}>
          <ShareDialog dialog={dialog} />
          <OpenAtFirst open={() => dialog.current?.showModal()} />
        </Suspense>
      ) : null}
    </>
  );
}

/** The dialog comes later than the wish for it. */
function OpenAtFirst({ open }: { readonly open: () => void }) {
  const first = useRef(open);
  useEffect(() => first.current(), []);
  return null;
}
