import { apply } from './en/apply.ts'
import { blockList } from './en/block-list.ts'
import { callFlow } from './en/call-flow.ts'
import { calls } from './en/calls.ts'
import { changes } from './en/changes.ts'
import { common } from './en/common.ts'
import { flowTests } from './en/flow-tests.ts'
import { forms } from './en/forms.ts'
import { fraudGuard } from './en/fraud-guard.ts'
import { holidayImport, holidays } from './en/holidays.ts'
import { home } from './en/home.ts'
import { hoursByHand } from './en/hours-by-hand.ts'
import { hoursCalendar } from './en/hours-calendar.ts'
import { nodeForms } from './en/node-forms.ts'
import { nodes } from './en/nodes.ts'
import { outboundRoutes } from './en/outbound-routes.ts'
import { parts } from './en/parts.ts'
import { personal } from './en/personal.ts'
import { phoneNumbers } from './en/phone-numbers.ts'
import { problems } from './en/problems.ts'
import { prompts } from './en/prompts.ts'
import { queues } from './en/queues.ts'
import { setUp } from './en/set-up.ts'
import { settings } from './en/settings.ts'
import { shell } from './en/shell.ts'
import { signIn } from './en/sign-in.ts'
import { tryCall } from './en/try-call.ts'
import { versions } from './en/versions.ts'

/**
 * Every text of the console in English but those that come with their page, see `i18n.ts`. One file per
 * feature; a new one is added here.
 */
export const en = {
  apply,
  blockList,
  queues,
  callFlow,
  calls,
  changes,
  common,
  flowTests,
  forms,
  fraudGuard,
  holidayImport,
  holidays,
  home,
  hoursByHand,
  hoursCalendar,
  nodeForms,
  nodes,
  outboundRoutes,
  parts,
  personal,
  phoneNumbers,
  problems,
  prompts,
  settings,
  setUp,
  shell,
  signIn,
  tryCall,
  versions,
} as const
