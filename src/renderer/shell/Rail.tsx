// The rail: the views that exist, and the switches for the exporter, colours and language. Lists nothing that is not there.

import { ActionIcon, Menu } from '@mantine/core'
import {
  IconActivity,
  IconAdjustmentsHorizontal,
  IconBinaryTree,
  IconBooks,
  IconChartLine,
  IconCpu,
  IconGauge,
  IconLanguage,
  IconMoon,
  IconScale,
  IconSun,
  IconSunMoon,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import type { Language } from '../../shared/ipc.ts'
import { languages } from '../i18n/index.ts'
import { useSettings } from '../state/settings.ts'
import { ExporterSwitch } from './ExporterSwitch.tsx'
import { RailTuning } from './RailTuning.tsx'

const entries = [
  { key: 'boards', href: '/', Icon: IconCpu, owns: (path: string) => path === '/' },
  { key: 'sweep', href: '/sweep', Icon: IconGauge, owns: (path: string) => path === '/sweep' },
  {
    key: 'results',
    href: '/runs',
    Icon: IconChartLine,
    owns: (path: string) => path.startsWith('/runs'),
  },
  {
    key: 'compare',
    href: '/compare',
    Icon: IconScale,
    owns: (path: string) => path === '/compare',
  },
  {
    key: 'tune',
    href: '/tune',
    Icon: IconAdjustmentsHorizontal,
    owns: (path: string) => path.startsWith('/tune'),
  },
  {
    key: 'monitor',
    href: '/monitor',
    Icon: IconActivity,
    owns: (path: string) => path === '/monitor',
  },
  {
    key: 'models',
    href: '/models',
    Icon: IconBinaryTree,
    owns: (path: string) => path.startsWith('/models'),
  },
  {
    key: 'references',
    href: '/references',
    Icon: IconBooks,
    owns: (path: string) => path === '/references',
  },
] as const

const schemes = { light: IconSun, dark: IconMoon, auto: IconSunMoon } as const

export function Rail({ version }: { readonly version: string | null }) {
  const { t } = useTranslation()
  const [path] = useLocation()
  const { settings, change } = useSettings()
  const scheme = settings.colorScheme ?? 'auto'
  const SchemeIcon = schemes[scheme]
  return (
    <nav className="rail" aria-label={t('shell.navigation')}>
      <div className="brand">
        <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
          <rect width="20" height="20" rx="5" fill="#0072b2" />
          <path d="M4 14 8 9l3 2.5L16 5" fill="none" stroke="#fff" strokeWidth="2" />
        </svg>
        <span className="word" title={version ?? undefined}>
          Benchtop
        </span>
      </div>
      {entries.map(({ key, href, Icon, owns }) => (
        <a key={key} href={`#${href}`} aria-current={owns(path) ? 'page' : undefined}>
          <Icon size={18} aria-hidden />
          <span className="word">{t(`nav.${key}`)}</span>
          {key === 'tune' && <RailTuning />}
        </a>
      ))}
      <div className="rail-foot">
        <ExporterSwitch />
        <Menu position="right-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={t('shell.colorScheme')}>
              <SchemeIcon size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t('shell.colorScheme')}</Menu.Label>
            {(Object.keys(schemes) as (keyof typeof schemes)[]).map((name) => {
              const Icon = schemes[name]
              return (
                <Menu.Item
                  key={name}
                  leftSection={<Icon size={16} />}
                  aria-current={scheme === name}
                  fw={scheme === name ? 600 : 400}
                  onClick={() => change({ colorScheme: name })}
                >
                  {t(`shell.${name}`)}
                </Menu.Item>
              )
            })}
          </Menu.Dropdown>
        </Menu>
        <Menu position="right-end">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={t('shell.language')}>
              <IconLanguage size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t('shell.language')}</Menu.Label>
            {(Object.entries(languages) as [Language, string][]).map(([language, name]) => (
              <Menu.Item key={language} lang={language} onClick={() => change({ language })}>
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
    </nav>
  )
}
