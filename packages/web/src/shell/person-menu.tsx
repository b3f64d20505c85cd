import type { Me } from '@opbx/contract/identity'
import { ChevronsUpDown, LogOut } from 'lucide-react'
import { useState } from 'react'
import { useSignOut, useSwitchOrganization } from '../api/me.ts'
import { readTheme, setTheme, themes } from '../app/theme.ts'
import { type Text, useText } from '../texts/i18n.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Mark } from '../ui/mark.tsx'
import { Menu, type MenuGroup } from '../ui/menu.tsx'

/** Who is signed in: appearance, other organizations, sign out. */
export function PersonMenu({ me }: { me: Me }) {
  const t = useText()
  const groups = usePersonGroups(me)
  const role = roleName(me, t)
  return (
    <Menu
      side="top"
      align="start"
      groups={groups}
      trigger={
        <button type="button" className="me" title={t('shell.you', { name: me.name, role })}>
          <Avatar name={me.name} />
          <span className="grow lbl">
            <span className="medium block trunc">{me.name}</span>
            <span className="tiny quiet">
              {me.extension ? `${role} · ${me.extension.number}` : role}
            </span>
          </span>
        </button>
      }
    />
  )
}

/** The same entries for the menu of the bottom tabs. */
export function usePersonGroups(me: Me): MenuGroup[] {
  const t = useText()
  const [theme, setShown] = useState(readTheme)
  const signOut = useSignOut()
  const organizations = useOrganizationGroup(me)
  return [
    ...(organizations ? [organizations] : []),
    {
      heading: t('shell.theme'),
      entries: themes.map((one) => ({
        label: t(`shell.themes.${one}`),
        isOn: theme === one,
        onSelect: () => {
          setTheme(one)
          setShown(one)
        },
      })),
    },
    {
      entries: [
        {
          label: t('shell.signOut'),
          icon: LogOut,
          note: me.email,
          onSelect: () => signOut.mutate(),
        },
      ],
    },
  ]
}

/** The organization of this sign-in; a menu where the person belongs to several. */
export function OrganizationMenu({ me }: { me: Me }) {
  const t = useText()
  const group = useOrganizationGroup(me)
  const name = me.organization?.name ?? t('shell.roles.operator')
  if (!group) {
    return (
      <div className="org hover:bg-transparent!" title={name}>
        <Mark />
        <span className="trunc grow lbl">{name}</span>
      </div>
    )
  }
  return (
    <Menu
      align="start"
      groups={[group]}
      trigger={
        <button type="button" className="org" title={t('shell.switchOrganization', { name })}>
          <Mark />
          <span className="trunc grow lbl">{name}</span>
          <ChevronsUpDown className="i i-sm lbl" />
        </button>
      }
    />
  )
}

function useOrganizationGroup(me: Me): MenuGroup | undefined {
  const t = useText()
  const change = useSwitchOrganization()
  if (me.memberships.length < 2) return undefined
  return {
    heading: t('shell.yourOrganizations'),
    entries: me.memberships.map(({ organizationId, name, role }) => ({
      label: name,
      note: t(`shell.roles.${role}`),
      isOn: organizationId === me.organization?.id,
      onSelect: () => organizationId !== me.organization?.id && change.mutate(organizationId),
    })),
  }
}

function roleName(me: Me, t: Text): string {
  return me.role ? t(`shell.roles.${me.role}`) : t('shell.roles.operator')
}
