// Starts the page: settings first, so that the first paint already has the right language and colours.

import '@fontsource-variable/inter/index.css'
import '@fontsource/jetbrains-mono/latin-400.css'
import '@fontsource/jetbrains-mono/latin-600.css'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './app.css'
import { createRoot } from 'react-dom/client'
import type { Settings } from '../shared/ipc.ts'
import { App } from './App.tsx'
import { callOptions, queryClient } from './api.ts'
import { registerCharts } from './charts/register.ts'
import { preferredLanguage, startLanguage } from './i18n/index.ts'
import { listen } from './state/topics.ts'

listen()
registerCharts()

const none: Settings = {}
const settings = await queryClient.fetchQuery(callOptions('settings.get', {})).catch(() => none)
await startLanguage(preferredLanguage(settings.language, navigator.languages))

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root')
createRoot(root).render(<App colorScheme={settings.colorScheme ?? 'auto'} />)
