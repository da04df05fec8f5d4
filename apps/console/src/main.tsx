import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './styles/console.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { IntlProvider } from 'react-intl';
import { Provider } from 'urql';
import { openClient } from './graphql/client';
import { showDensity } from './parts/density';
import { HERE } from './parts/zone-now';
import { router } from './router';
import { theme } from './theme';
import { languageNow, loadWords } from './words/messages';

const place = document.getElementById('console');
if (!place) throw new Error('The page has no place for the console.');
const language = languageNow();
document.documentElement.lang = language;
showDensity();
void router.load(); // the page is on its way while the words are
const messages = await loadWords();

createRoot(place).render(
  <StrictMode>
    <IntlProvider locale={language} messages={messages} timeZone={HERE}>
      <Provider value={openClient()}>
        <MantineProvider theme={theme} defaultColorScheme="auto">
          <Notifications position="bottom-left" />
          <RouterProvider router={router} />
        </MantineProvider>
      </Provider>
    </IntlProvider>
  </StrictMode>,
);
