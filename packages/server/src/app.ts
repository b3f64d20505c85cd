import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import { speakClearly } from '@opbx/contract/messages'
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyPluginAsync,
} from 'fastify'
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { registerApiKeys } from './api-keys/routes.ts'
import { registerAuditLog } from './audit-log/routes.ts'
import { registerBlockList } from './block-list/routes.ts'
import { registerNodes } from './call-flow/node-routes.ts'
import { registerFlow } from './call-flow/routes.ts'
import { registerCallbackRoutes } from './callbacks/routes.ts'
import { registerCalls } from './calls/routes.ts'
import type { Deps } from './context.ts'
import { registerFlowTests } from './flow-tests/routes.ts'
import { registerFraudGuard } from './fraud-guard/routes.ts'
import { registerHolidays } from './holidays/routes.ts'
import { registerHoursOverrides } from './hours-overrides/routes.ts'
import { guardRoutes } from './http/access.ts'
import { registerConsole } from './http/console.ts'
import { guardCrossSite } from './http/cross-site.ts'
import { sendError, sendNotFound } from './http/error-handler.ts'
import { registerHealth } from './http/health.ts'
import { registerOpenapi, serveOpenapi } from './http/openapi.ts'
import type { HttpScope } from './http/types.ts'
import { idPrefixes, newId } from './ids.ts'
import { registerInvitations } from './invitations/routes.ts'
import { registerMail } from './mail/routes.ts'
import { registerOrganizations } from './organizations/routes.ts'
import { registerOutboundRoutes } from './outbound-routes/routes.ts'
import { registerPairing } from './pairing/routes.ts'
import { registerPersonalSettings } from './personal-settings/routes.ts'
import { registerPhoneNumbers } from './phone-numbers/routes.ts'
import { registerPromptAudio, registerPromptSounds } from './prompts/audio-routes.ts'
import { registerPrompts } from './prompts/routes.ts'
import { registerQueues } from './queues/routes.ts'
import { registerLive } from './realtime/routes.ts'
import { registerRecordings } from './recordings/routes.ts'
import { registerReplay } from './replay/routes.ts'
import { registerPreview, registerRevisions } from './revisions/routes.ts'
import type { Services } from './services.ts'
import { registerSetup } from './setup/routes.ts'
import { createPrincipals } from './sign-in/principals.ts'
import { registerSignIn } from './sign-in/routes.ts'
import { registerSubscribers } from './subscribers/routes.ts'
import { registerTrial } from './trial/routes.ts'
import { registerUsers } from './users/routes.ts'
import { answerUnroutable, registerVoiceRoutes } from './voice/routes.ts'
import { registerVoicemail } from './voicemail/routes.ts'
import { registerWebhooks } from './webhooks/routes.ts'

const maxBodyBytes = 1_048_576

/** No inline script anywhere. Inline styles: the position of menus and of the reference's pages. */
const contentPolicy = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  frameAncestors: ["'none'"],
  upgradeInsecureRequests: null,
}

/**
 * The whole HTTP surface, top to bottom. Two planes: execution (voice, callbacks) in lean scopes with their
 * own authentication, and control (API, console) with sessions, permissions and problem+json. Closing the
 * app closes the services.
 */
export async function buildApp(deps: Deps, services: Services): Promise<FastifyInstance> {
  speakClearly()
  // Typed as the framework's own logger, else every scope's type would carry pino's.
  const loggerInstance: FastifyBaseLogger = deps.log
  const app = Fastify({
    loggerInstance,
    logController: new Fastify.LogController({ disableRequestLogging: true }),
    trustProxy: deps.config.trustedProxies,
    bodyLimit: maxBodyBytes,
    // A continuation is up to 1,500 characters; the default of 100 would answer 414.
    routerOptions: { maxParamLength: 2_000 },
    genReqId: () => newId(idPrefixes.request, deps.clock.now()),
    frameworkErrors(error, request, reply) {
      if (!answerUnroutable({ deps, ...services }, request, reply)) sendError(error, request, reply)
    },
  })
  app.decorateRequest('principal', null)
  app.setErrorHandler(sendError)
  app.setNotFoundHandler(sendNotFound)
  app.addHook('onClose', () => services.close())
  const { journal, pairings, revisions, subscribers } = services
  registerHealth(app, deps, [
    () => journal.probe(),
    () => revisions.probe(),
    async () => pairings.probe(),
    async () => subscribers.probe(),
  ])
  await registerVoiceRoutes(app, { deps, ...services })
  registerPromptSounds(app, deps)
  await registerCallbackRoutes(app, { deps, ...services, keep: services.keepEvent })
  const controlPlane: FastifyPluginAsync = (scope) =>
    registerControlPlane(scope.withTypeProvider<ZodTypeProvider>(), deps, services)
  await app.register(controlPlane)
  return app
}

async function registerControlPlane(
  scope: HttpScope,
  deps: Deps,
  services: Services,
): Promise<void> {
  scope.setValidatorCompiler(validatorCompiler)
  scope.setSerializerCompiler(serializerCompiler)
  await scope.register(helmet, { contentSecurityPolicy: { directives: contentPolicy } })
  await registerOpenapi(scope)
  await scope.register(registerConsole)
  guardCrossSite(scope, deps.config)
  await scope.register(cookie)
  const principals = createPrincipals(deps)
  scope.addHook('onClose', async () => principals.close())
  guardRoutes(scope, principals.authenticate)
  // Features, one line each.
  registerSetup(scope, deps)
  registerSignIn(scope, deps)
  registerOrganizations(scope, deps)
  registerUsers(scope, deps)
  registerMail(scope, deps)
  registerInvitations(scope, deps)
  registerApiKeys(scope, deps)
  registerAuditLog(scope, deps)
  const { revisions } = services
  registerNodes(scope, deps, revisions)
  registerPersonalSettings(scope, deps)
  registerHolidays(scope, deps)
  registerHoursOverrides(scope, deps)
  registerPhoneNumbers(scope, deps, revisions)
  registerOutboundRoutes(scope, deps, revisions)
  registerFlowTests(scope, deps, revisions)
  registerPrompts(scope, deps, revisions)
  await registerPromptAudio(scope, deps)
  registerBlockList(scope, deps)
  registerFraudGuard(scope, deps, revisions)
  registerQueues(scope, deps, services)
  registerFlow(scope, deps)
  registerRevisions(scope, deps, revisions)
  registerPreview(scope, deps, services)
  registerReplay(scope, deps)
  registerCalls(scope, deps, services)
  registerLive(scope, deps, services.hub)
  registerVoicemail(scope, deps)
  registerRecordings(scope, deps)
  registerWebhooks(scope, deps, services.webhooks)
  registerPairing(scope, deps, services.platforms)
  registerSubscribers(scope, deps)
  registerTrial(scope, deps, services)
  serveOpenapi(scope)
}
