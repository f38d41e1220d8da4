package dev.crashanalytics.maintenance;

import java.util.List;

/** Maintenance jobs, the latest first. */
record JobList(List<JobStatus> items) {}
