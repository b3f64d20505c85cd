import { invitationSchema, type User, userSchema } from '@opbx/contract/identity'
import { pageOf } from '@opbx/contract/pagination'
import { rolesManagedBy } from '@opbx/contract/permissions'
import { UserMinus, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useMay, useMe } from '../../api/me.ts'
import { usePages } from '../../api/pages.ts'
import { ApiProblem } from '../../api/problem.ts'
import { References } from '../../resources/references.tsx'
import { useText } from '../../texts/i18n.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { TimeText } from '../../ui/figures.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Page, PageHead } from '../../ui/page-head.tsx'
import { Select } from '../../ui/select.tsx'
import { InvitationsCard } from './invitations-card.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { useAction } from './use-action.ts'

/** Who signs in, with which role, and who is invited. */
export function PeoplePage() {
  const t = useText()
  const mayManage = useMay('people.manage')
  const [isInviting, setInviting] = useState(false)
  const query = usePages(['users'], '/users', { schema: pageOf(userSchema) })
  const invitations = usePages(['invitations'], '/invitations', {
    schema: pageOf(invitationSchema),
  })
  return (
    <Page tight>
      <PageHead
        title={t('settings.people.title')}
        lead={t('settings.people.lead')}
        actions={
          mayManage && (
            <Button variant="primary" icon={UserPlus} onClick={() => setInviting(true)}>
              {t('settings.people.invite')}
            </Button>
          )
        }
      />
      <Card>
        <DataTable
          label={t('settings.people.title')}
          columns={usePeopleColumns()}
          rows={query.items}
          rowKey={(user) => user.id}
          error={query.error}
          onRetry={() => void query.refetch()}
          empty={
            <EmptyState title={t('settings.people.emptyTitle')}>
              {t('settings.people.emptyText')}
            </EmptyState>
          }
        />
        <LoadMore query={query} />
      </Card>
      <InvitationsCard invitations={invitations.items ?? []} mayManage={mayManage} />
      <InviteDialog isOpen={isInviting} onClose={() => setInviting(false)} />
    </Page>
  )
}

function usePeopleColumns(): readonly Column<User>[] {
  const t = useText()
  return [
    {
      key: 'name',
      head: t('settings.people.name'),
      phone: 'title',
      cell: (user) => (
        <span className="row">
          <Avatar name={user.name} />
          <span className="col gap-0">
            <span className="medium">{user.name}</span>
            <span className="quiet">{user.email}</span>
          </span>
        </span>
      ),
    },
    {
      key: 'number',
      head: t('settings.people.number'),
      cell: (user) => <span className="num">{user.extension?.number ?? '–'}</span>,
    },
    {
      key: 'seen',
      head: t('settings.people.seen'),
      cell: (user) =>
        user.lastSeenAt ? <TimeText at={user.lastSeenAt} /> : t('settings.people.never'),
    },
    {
      key: 'role',
      head: t('settings.people.role'),
      phone: 'sub',
      cell: (user) => <RoleCell user={user} />,
    },
    {
      key: 'remove',
      head: '',
      align: 'end',
      phone: 'state',
      cell: (user) => <RemoveCell user={user} />,
    },
  ]
}

/** Whether I may change this person: never myself, and only roles below what I manage. */
function useMayChange(user: User): boolean {
  const me = useMe()
  const mayManage = useMay('people.manage')
  return (
    mayManage &&
    user.id !== me.id &&
    me.role !== null &&
    rolesManagedBy(me.role).includes(user.role)
  )
}

function RoleCell({ user }: { user: User }) {
  const t = useText()
  const me = useMe()
  const mayChange = useMayChange(user)
  const change = useAction<User['role']>({
    run: (role) =>
      api.patch(`/users/${user.id}`, { body: { role }, ifMatch: user.version, schema: userSchema }),
    done: (role) =>
      t('settings.people.roleChanged', { name: user.name, role: t(`settings.roles.${role}`) }),
    changes: 'users',
  })
  if (!mayChange || me.role === null) {
    return (
      <span className="row">
        {t(`settings.roles.${user.role}`)}
        {user.id === me.id && <Badge>{t('settings.people.you')}</Badge>}
      </span>
    )
  }
  return (
    <Select
      size="sm"
      aria-label={t('settings.people.changeRole', { name: user.name })}
      value={user.role}
      disabled={change.isPending}
      onChange={(role) => change.mutate(role)}
      options={rolesManagedBy(me.role).map((role) => ({
        value: role,
        label: t(`settings.roles.${role}`),
      }))}
    />
  )
}

function RemoveCell({ user }: { user: User }) {
  const t = useText()
  const mayChange = useMayChange(user)
  const [isAsking, setAsking] = useState(false)
  const removal = useAction({
    run: () => api.delete(`/users/${user.id}`, { ifMatch: user.version }),
    done: () => t('settings.people.removed', { name: user.name }),
    changes: 'users',
    onDone: () => setAsking(false),
  })
  const references = removal.error instanceof ApiProblem ? removal.error.references : []
  const isBlocked = references.length > 0
  const close = () => {
    setAsking(false)
    removal.reset()
  }
  if (!mayChange) return null
  return (
    <>
      <IconButton
        size="sm"
        variant="ghost"
        icon={UserMinus}
        label={t('settings.people.removeButton', { name: user.name })}
        onClick={() => setAsking(true)}
      />
      <ConfirmDialog
        isOpen={isAsking}
        onClose={close}
        title={t(isBlocked ? 'settings.people.hasPhoneTitle' : 'settings.people.removeTitle', {
          name: user.name,
        })}
        text={t(isBlocked ? 'settings.people.hasPhoneText' : 'settings.people.removeText')}
        confirm={t('settings.people.removeButton', { name: user.name })}
        onConfirm={() => removal.mutate()}
        busy={removal.isPending}
        isDanger
        isBlocked={isBlocked}
        {...(isBlocked ? { keep: t('common.close') } : {})}
      >
        {isBlocked && <References references={references} />}
      </ConfirmDialog>
    </>
  )
}
