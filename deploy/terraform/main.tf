# Everything that docs/deploy.md makes, with no more rights than it needs.

terraform {
  required_version = ">= 1.9"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 6.0, < 8.0"
    }
  }
}

provider "google" {
  project = var.project
  region  = var.region
}

locals {
  apis = [
    "artifactregistry.googleapis.com",
    "bigquery.googleapis.com",
    "cloudbuild.googleapis.com",
    "firestore.googleapis.com",
    "generativelanguage.googleapis.com",
    "run.googleapis.com",
    "secretmanager.googleapis.com",
  ]
}

resource "google_project_service" "api" {
  for_each           = toset(local.apis)
  service            = each.value
  disable_on_destroy = false
}

resource "google_artifact_registry_repository" "images" {
  repository_id = "insight-agent"
  location      = var.region
  format        = "DOCKER"
  description   = "Containers of InsightAgent"
  depends_on    = [google_project_service.api]
}

# The key itself is put in by hand: it never stands in a state file.
resource "google_secret_manager_secret" "gemini_key" {
  secret_id = "insight-agent-google-api-key"

  replication {
    auto {}
  }

  depends_on = [google_project_service.api]
}
