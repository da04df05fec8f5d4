import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './explorer.css';
import { GraphiQL } from 'graphiql';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { EXAMPLES } from './examples';
import { fetcher } from './fetcher';
import { sayWhoIsThere } from './mast';

/** The element with this id; it stands in index.html. */
function place(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element with the id ${id}.`);
  return found;
}

createRoot(place('explorer')).render(
  createElement(GraphiQL, {
    fetcher,
    defaultTabs: EXAMPLES,
    defaultEditorToolsVisibility: 'variables',
    // Headers are not kept in the browser: somebody may have pasted a token there.
    shouldPersistHeaders: false,
    showPersistHeadersSettings: false,
  }),
);
void sayWhoIsThere(place('who'));
