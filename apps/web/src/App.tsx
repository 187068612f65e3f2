import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { Route, Switch } from 'wouter';
import { createLiveSource } from './live-source.ts';
import { MeshPage } from './pages/MeshPage.tsx';
import { PathPage } from './pages/PathPage.tsx';
import { SourceContext } from './use-report.ts';

const client = new QueryClient({ defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: false } } });

export function App() {
  const [source] = useState(createLiveSource);
  return (
    <QueryClientProvider client={client}>
      <SourceContext value={source}>
        <Switch>
          <Route path="/" component={MeshPage} />
          <Route path="/path" component={PathPage} />
        </Switch>
      </SourceContext>
    </QueryClientProvider>
  );
}
