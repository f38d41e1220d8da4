package dev.crashanalytics.live;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** Where an ingest transaction stands in the feed, a row of {@code commits}. */
@Entity
@Immutable
@Table(name = "commits")
public class CommitEntity extends PanacheEntityBase {

    @Id
    public Long commitId;

    public Long firstOffset;
    public Instant committedAt;
}
