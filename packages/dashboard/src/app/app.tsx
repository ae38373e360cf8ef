import { QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useEffect, useState } from 'react';
import { createAnswers } from '../api/use-answer.ts';
import { Notice } from '../ui/notice.tsx';
import { Boundary } from './boundary.tsx';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { findScreen } from './screens.ts';
import { useView } from './use-view.ts';
import { StaleBanner } from './stale-banner.tsx';
import { ViewLink } from './view-link.tsx';

/** The shell around every screen. */
export function App() {
  const [answers] = useState(createAnswers);
  const [view] = useView();
  const screen = findScreen(view.path);
  const title = screen?.title ?? 'Not found';
  useEffect(() => {
    document.title = `${title} – Gridcast`;
  }, [title]);
  return (
    <QueryClientProvider client={answers}>
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      <Header />
      <main id="main" tabIndex={-1}>
        <Boundary key={view.path}>
          <Suspense fallback={<div className="screen-placeholder" aria-busy="true" />}>
            {screen === undefined ? (
              <Notice title="No such page">
                <p>
                  There is nothing at {view.path}.{' '}
                  <ViewLink to={{ ...view, path: '/' }}>Go to the forecast</ViewLink>
                </p>
              </Notice>
            ) : (
              <screen.Component />
            )}
          </Suspense>
        </Boundary>
      </main>
      <Footer />
      <StaleBanner />
    </QueryClientProvider>
  );
}
