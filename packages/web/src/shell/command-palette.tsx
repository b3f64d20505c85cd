import type { Me } from '@opbx/contract/identity'
import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { Search } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useState } from 'react'
import { flowQuery } from '../api/flow.ts'
import { useGo } from '../app/navigation.ts'
import { nodePath, phoneNumberPath } from '../app/paths.ts'
import { formatPhoneNumber } from '../format/phone-number.ts'
import { useText } from '../texts/i18n.ts'
import { matches } from '../ui/combobox.tsx'
import { Kbd } from '../ui/figures.tsx'
import { KindIcon } from '../ui/kind-icon.tsx'
import { navFor } from './nav.ts'

/** Search over everything: pages, things of the call flow, phone numbers. */
export function CommandPalette({ me, onClose }: { me: Me; onClose: () => void }) {
  const t = useText()
  const go = useGo()
  const [typed, setTyped] = useState('')
  const flow = useQuery({ ...flowQuery, enabled: me.permissions.includes('flow.read') })
  const open = (to: string) => {
    onClose()
    go(to)
  }
  const pages = navFor(me).flatMap((section) =>
    section.pages.length > 0
      ? section.pages.map((page) => ({ ...page, section }))
      : [{ ...section, section }],
  )
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="cmd pop" aria-describedby={undefined}>
          <Dialog.Title className="sr">{t('shell.searchButton')}</Dialog.Title>
          <Command label={t('shell.searchButton')} filter={matches} loop>
            <div className="cmd__i">
              <Search className="i" />
              <Command.Input
                value={typed}
                onValueChange={setTyped}
                placeholder={t('shell.searchHint')}
              />
              <Kbd>Esc</Kbd>
            </div>
            <Command.List>
              <Command.Empty>{t('parts.nothingFound', { query: typed })}</Command.Empty>
              <Command.Group heading={t('shell.searchPages')}>
                {pages.map(({ to, text, section }) => (
                  <Command.Item
                    key={to}
                    value={to}
                    keywords={[t(`shell.nav.${text}`), t(`shell.nav.${section.text}`)]}
                    className="menu__i"
                    onSelect={() => open(to)}
                  >
                    <section.icon className="i" />
                    <span className="grow trunc">{t(`shell.nav.${text}`)}</span>
                    {section.to !== to && (
                      <span className="small quiet">{t(`shell.nav.${section.text}`)}</span>
                    )}
                  </Command.Item>
                ))}
              </Command.Group>
              {flow.data && flow.data.nodes.length > 0 && (
                <Command.Group heading={t('shell.searchThings')}>
                  {flow.data.nodes.map((node) => (
                    <Command.Item
                      key={node.id}
                      value={node.id}
                      keywords={[node.name, node.extension ?? '', t(`callFlow.kind.${node.type}`)]}
                      className="menu__i"
                      onSelect={() => open(nodePath(node.type, node.id))}
                    >
                      <KindIcon kind={node.type} />
                      <span className="grow trunc">
                        {node.name}{' '}
                        {node.extension && <span className="quiet num">{node.extension}</span>}
                      </span>
                      <span className="small quiet">{t(`callFlow.kind.${node.type}`)}</span>
                    </Command.Item>
                  ))}
                </Command.Group>
              )}
              {flow.data && flow.data.phoneNumbers.length > 0 && (
                <Command.Group heading={t('shell.searchNumbers')}>
                  {flow.data.phoneNumbers.map((number) => (
                    <Command.Item
                      key={number.id}
                      value={number.id}
                      keywords={[number.number, formatPhoneNumber(number.number), number.label]}
                      className="menu__i"
                      onSelect={() => open(phoneNumberPath(number.id))}
                    >
                      <KindIcon kind="phone_number" />
                      <span className="grow tel">{formatPhoneNumber(number.number)}</span>
                      <span className="small quiet trunc">{number.label}</span>
                    </Command.Item>
                  ))}
                </Command.Group>
              )}
            </Command.List>
            <div className="cmd__f">
              <span>
                <Kbd>↑</Kbd>
                <Kbd>↓</Kbd> {t('shell.searchChoose')}
              </span>
              <span>
                <Kbd>↵</Kbd> {t('shell.searchOpen')}
              </span>
            </div>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
