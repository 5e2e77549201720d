"""Jobs that are not a selection of assets: the rebuild."""

import dagster as dg

from pipelines.rebuild import rebuild
from pipelines.resources import NightResource
from pipelines.steps import working_on


@dg.op(description="Make the warehouse anew from the archive alone and publish it.")
def rebuild_from_archive(context: dg.OpExecutionContext, night: NightResource) -> None:
    """Rebuild; the digest goes into the log so that two rebuilds can be compared."""
    with working_on(night, "rebuild") as tonight:
        digest = rebuild(tonight)
    context.log.info("rebuilt digest=%s", digest)


@dg.job(name="rebuild", description="Rebuild the warehouse from the archive: equal tables, equal alerts.")
def rebuild_job() -> None:
    """One step."""
    rebuild_from_archive()
