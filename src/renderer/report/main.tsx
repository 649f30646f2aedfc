// Starts the page of a report: it reads the document that was written into it and shows that, and asks for nothing.

import '@mantine/core/styles.css'
import './fonts.css'
import '../app.css'
import './report.css'
import { createRoot } from 'react-dom/client'
import { languageSchema } from '../../shared/ipc.ts'
import { reportSchema } from '../../shared/report.ts'
import { registerCharts } from '../charts/register.ts'
import { startLanguage } from '../i18n/index.ts'
import { ReportApp } from './ReportApp.tsx'

const held = document.getElementById('report')?.textContent ?? ''
const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root')

registerCharts()
await startLanguage(languageSchema.catch('en').parse(document.documentElement.lang))
createRoot(root).render(<ReportApp report={reportSchema.parse(JSON.parse(held))} />)
